package io.vireo.cli;

import io.vireo.cli.client.DataClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams of records. Paths are written CONTAINER/PATH. */
@Command(name = "stream", description = "Create streams, put records and read them.")
final class StreamCommand {
    private final Console console;

    StreamCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a stream.")
    int create(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Option(names = "--shards", paramLabel = "N", defaultValue = "1", description = "Default: 1.") int shards,
            @Option(names = "--retention-hours", paramLabel = "N", defaultValue = "24", description = "Default: 24.")
                    int retentionHours,
            @Option(
                            names = "--retention-bytes",
                            paramLabel = "N",
                            description = "That each shard keeps at most. Default: as many as come.")
                    @Nullable Long retentionBytes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ShardCount", shards);
        body.put("RetentionPeriodHours", retentionHours);
        if (retentionBytes != null) {
            body.put("RetentionBytes", retentionBytes);
        }
        DataClient.of(api.connect(console), tenant.name()).operation(folder(path), "CreateStream", body);
        api.print(
                console,
                Console.JSON.createObjectNode().put("path", path).put("shards", shards),
                "Stream " + path + " is made.\nNext: ./vireo stream put " + path + " TEXT…");
        return 0;
    }

    @Command(description = "Put records, one an argument.")
    int put(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Parameters(paramLabel = "TEXT", arity = "1..*") List<String> texts,
            @Option(names = "--key", paramLabel = "KEY", description = "Records of a key keep their order.") @Nullable String key,
            @Option(names = "--shard", paramLabel = "N") @Nullable Integer shard) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (String text : texts) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("Data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            if (key != null) {
                each.put("PartitionKey", key);
            }
            if (shard != null) {
                each.put("ShardId", shard);
            }
            records.add(each);
        }
        JsonNode answer = DataClient.of(api.connect(console), tenant.name())
                .operation(folder(path), "PutRecords", Map.of("Records", records));
        int failed = answer.path("FailedRecordCount").asInt(0);
        if (failed > 0) {
            throw new CommandException(
                    failed + " of " + records.size() + " records were refused: " + answer.path("Records"), "");
        }
        api.print(console, answer, "Put " + records.size() + " records.");
        return 0;
    }

    @Command(description = "Read the records of a shard.")
    int read(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Option(names = "--shard", paramLabel = "N", defaultValue = "0", description = "Default: 0.") int shard,
            @Option(names = "--from", paramLabel = "SEQUENCE", description = "Default: the earliest.") @Nullable Long from,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Default: 100.")
                    int limit) {
        DataClient data = DataClient.of(api.connect(console), tenant.name());
        Map<String, Object> seek =
                from == null ? Map.of("Type", "EARLIEST") : Map.of("Type", "SEQUENCE", "StartingSequenceNumber", from);
        String shardPath = folder(path) + shard;
        String location =
                data.operation(shardPath, "Seek", seek).path("Location").asString("");
        List<JsonNode> rows = new ArrayList<>();
        while (rows.size() < limit) {
            JsonNode page =
                    data.operation(shardPath, "GetRecords", Map.of("Location", location, "Limit", limit - rows.size()));
            if (page.path("Records").isEmpty()) {
                break;
            }
            page.path("Records").forEach(each -> rows.add(row(each)));
            location = page.path("NextLocation").asString("");
        }
        api.print(
                console,
                rows,
                "No records yet. Put one with: ./vireo stream put " + path + " TEXT",
                "sequenceNumber",
                "key",
                "data");
        return 0;
    }

    private static JsonNode row(JsonNode each) {
        ObjectNode row = Console.JSON.createObjectNode();
        row.put("sequenceNumber", each.path("SequenceNumber").asLong());
        row.put("arrivedAtSeconds", each.path("ArrivalTimeSec").asLong());
        row.put("key", each.path("PartitionKey").asString(""));
        row.put("data", new String(Base64.getDecoder().decode(each.path("Data").asString("")), StandardCharsets.UTF_8));
        return row;
    }

    private static String folder(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
