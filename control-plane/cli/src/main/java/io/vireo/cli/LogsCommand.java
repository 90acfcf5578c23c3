package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import io.vireo.cli.client.ServerSentEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A function's log lines. */
@Command(name = "logs", description = "Show what a function logs.")
final class LogsCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd])");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final long NS_PER_S = 1_000_000_000L;

    private final Console console;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Parameters(paramLabel = "NAME")
    private String function = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes.")
    private boolean follow;

    @Option(names = "--since", paramLabel = "DURATION", description = "Only lines this recent: 30s, 5m, 2h, 1d.")
    private @Nullable String since;

    @Option(names = "--level", paramLabel = "LEVEL", description = "debug, info, warn or error, and above.")
    private @Nullable String level;

    @Option(names = "--grep", paramLabel = "TEXT", description = "Only lines that hold this.")
    private @Nullable String grep;

    @Option(names = "--version", paramLabel = "N", description = "Only lines of this version.")
    private @Nullable Integer version;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Default: the last 100.")
    private int limit = 100;

    LogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String path = ApiClient.path("tenants", tenant.name(), "functions", function, "logs") + query();
        long oldestNs = since == null ? Long.MIN_VALUE : oldestNs(since, Clock.systemUTC());
        ApiClient client = api.connect(console);
        if (!follow) {
            for (JsonNode line : client.get(path).path("items")) {
                print(line, oldestNs);
            }
            return 0;
        }
        try (ServerSentEvents events = client.events(path)) {
            for (Optional<JsonNode> line = events.next(); line.isPresent(); line = events.next()) {
                print(line.get(), oldestNs);
            }
        }
        return 0;
    }

    private String query() {
        StringBuilder query = new StringBuilder("?limit=" + limit);
        if (follow) {
            query.append("&follow=true");
        }
        if (level != null) {
            query.append("&level=").append(ApiClient.encode(level));
        }
        if (grep != null) {
            query.append("&grep=").append(ApiClient.encode(grep));
        }
        if (version != null) {
            query.append("&version=").append(version);
        }
        return query.toString();
    }

    private void print(JsonNode line, long oldestNs) {
        long timeNs = line.path("timeNs").asLong();
        if (timeNs < oldestNs) {
            return;
        }
        if (api.isJson()) {
            console.print(line.toString());
            return;
        }
        String time = Instant.ofEpochSecond(timeNs / NS_PER_S, timeNs % NS_PER_S)
                .atZone(ZoneId.systemDefault())
                .format(TIME);
        String fields = line.path("fields").isEmpty() ? "" : " " + line.path("fields");
        console.print(time + " " + line.path("level").asString("") + " "
                + line.path("message").asString("") + fields);
    }

    private static long oldestNs(String duration, Clock clock) {
        Matcher matcher = DURATION.matcher(duration);
        if (!matcher.matches()) {
            throw new CommandException("not a duration: --since " + duration, "give a number and s, m, h or d: 5m");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration back =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return clock.instant().minus(back).getEpochSecond() * NS_PER_S;
    }
}
