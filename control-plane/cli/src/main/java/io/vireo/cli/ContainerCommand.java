package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A tenant's data containers. */
@Command(name = "container", description = "Create, list, change, retire and restore data containers.")
final class ContainerCommand {
    private final Console console;

    ContainerCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a container.")
    int create(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(
                            names = "--durability",
                            paramLabel = "WHEN",
                            defaultValue = "fsync",
                            description = {
                                "When a write is acknowledged: fsync, once it is on the disk (default);",
                                "interval, at once: what came in the last tenth of a second is lost when the engine, its machine or its disk fails."
                            })
                    String durability,
            @Parameters(paramLabel = "NAME") String name) {
        JsonNode made = api.connect(console)
                .post(
                        ApiClient.path("tenants", tenant.name(), "containers"),
                        Map.of("name", name, "durability", durability));
        api.print(
                console,
                made,
                "Container " + name + " is made.\nNext: ./vireo object put " + name + "/PATH FILE --tenant "
                        + tenant.name());
        return 0;
    }

    @Command(description = "Change when writes to a container are acknowledged.")
    int set(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(
                            names = "--durability",
                            paramLabel = "WHEN",
                            required = true,
                            description = {
                                "fsync: once a write is on the disk; interval, at once: what came in the last tenth",
                                "of a second is lost when the engine, its machine or its disk fails."
                            })
                    String durability,
            @Parameters(paramLabel = "NAME") String name) {
        JsonNode changed = api.connect(console)
                .patch(ApiClient.path("tenants", tenant.name(), "containers", name), Map.of("durability", durability));
        boolean isInterval = changed.path("durability").asString("").equals("INTERVAL");
        api.print(
                console,
                changed,
                (isInterval
                                ? "Writes to " + name + " are acknowledged before they are on the disk. If the engine,"
                                        + " its machine or its disk fails, what came in the last tenth of a second is lost."
                                : "Writes to " + name + " are acknowledged once they are on the disk.")
                        + "\nFunctions bound to it take this up at their next deployment.");
        return 0;
    }

    @Command(description = "List containers.")
    int list(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(names = "--retired", description = "The retired ones that can be restored still.")
                    boolean isRetired) {
        String containers = ApiClient.path("tenants", tenant.name(), "containers");
        if (isRetired) {
            api.print(
                    console,
                    api.connect(console).list(containers + "?retired=true", ApiOptions.LIST_LIMIT),
                    "No container of tenant " + tenant.name() + " is retired and can be restored.",
                    "name",
                    "id",
                    "createdAt",
                    "restorableUntil");
            return 0;
        }
        api.print(
                console,
                api.connect(console).list(containers, ApiOptions.LIST_LIMIT),
                "No containers yet. Make one with: ./vireo container create NAME --tenant " + tenant.name(),
                "name",
                "id",
                "durability",
                "createdAt");
        return 0;
    }

    @Command(description = "Retire a container: its data are kept for a time, and deleted then.")
    int delete(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "NAME") String name) {
        JsonNode retired = api.connect(console).delete(ApiClient.path("tenants", tenant.name(), "containers", name));
        api.print(
                console,
                retired,
                "Container " + name + " is retired; its data are kept until "
                        + retired.path("restorableUntil").asString("")
                        + ".\nTo take it back: ./vireo container restore "
                        + name + " --tenant " + tenant.name());
        return 0;
    }

    @Command(description = "Take back a retired container with its data.")
    int restore(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(
                            names = "--id",
                            paramLabel = "NUMBER",
                            description = "Which of several that had the name; default: the one retired last.")
                    @Nullable Long id,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient client = api.connect(console);
        String containers = ApiClient.path("tenants", tenant.name(), "containers");
        JsonNode retired = client.list(containers + "?retired=true", Integer.MAX_VALUE).stream()
                .filter(each -> each.path("name").asString("").equals(name))
                .filter(each -> id == null || each.path("id").asLong() == id)
                .max(Comparator.comparing(
                        each -> Instant.parse(each.path("restorableUntil").asString())))
                .orElseThrow(() -> new CommandException(
                        "there is no retired container to take back: " + name + (id == null ? "" : ", id " + id),
                        "what there is: ./vireo container list --retired --tenant " + tenant.name()));
        JsonNode restored =
                client.post(containers + ApiClient.path(retired.path("id").asString(), "restore"), Map.of());
        api.print(
                console,
                restored,
                "Container " + name + " is in service again, with its data.\nNext: ./vireo object ls " + name
                        + " --tenant " + tenant.name());
        return 0;
    }
}
