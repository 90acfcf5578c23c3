package io.vireo.cli;

import io.vireo.cli.client.DataClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Secondary indexes of tables: folders whose items are rows. Paths are written CONTAINER/PATH. */
@Command(name = "table", description = "Index the rows of a folder by their attributes, and query them.")
final class TableCommand {
    private final Console console;

    TableCommand(Console console) {
        this.console = console;
    }

    @Command(name = "create-index", description = "Make an index; it is filled in the background.")
    int createIndex(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/TABLE") String path,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--partition",
                            paramLabel = "ATTRIBUTE:TYPE",
                            description =
                                    "S, N or B. Without it the index is local: over rows whose names have the same beginning up to a dot.")
                    @Nullable String partition,
            @Option(names = "--sort", paramLabel = "ATTRIBUTE:TYPE", description = "Orders the rows.") @Nullable String sort,
            @Option(
                            names = "--projection",
                            paramLabel = "ATTRIBUTES",
                            defaultValue = "KEYS_ONLY",
                            description =
                                    "What it holds: KEYS_ONLY, ALL, or names, comma-separated. Default: KEYS_ONLY.")
                    String projection) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("IndexName", name);
        if (partition != null) {
            body.put("PartitionKey", partition);
        }
        if (sort != null) {
            body.put("SortKey", sort);
        }
        body.put("Projection", projection);
        data(api, tenant).operation(folder(path), "CreateIndex", body);
        api.print(
                console,
                Console.JSON.createObjectNode().put("table", path).put("index", name),
                "Index " + name + " is being filled.\nNext: ./vireo table indexes " + path);
        return 0;
    }

    @Command(name = "drop-index", description = "Take an index away; its space comes back in the background.")
    int dropIndex(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/TABLE") String path,
            @Parameters(paramLabel = "NAME") String name) {
        data(api, tenant).operation(folder(path), "DropIndex", Map.of("IndexName", name));
        api.print(
                console,
                Console.JSON.createObjectNode().put("table", path).put("index", name),
                "Index " + name + " is gone.");
        return 0;
    }

    @Command(description = "Show the indexes of a table, and how far they are behind.")
    int indexes(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/TABLE") String path) {
        JsonNode answer = data(api, tenant).operation(folder(path), "DescribeIndexes", Map.of());
        if (api.isJson()) {
            console.printJson(answer);
            return 0;
        }
        if (answer.path("Indexes").isEmpty()) {
            console.print("No indexes here. Make one with: ./vireo table create-index " + path
                    + " NAME --partition ATTRIBUTE:S");
            return 0;
        }
        Table table = new Table("NAME", "STATE", "PARTITION", "SORT", "PROJECTION");
        for (JsonNode index : answer.path("Indexes")) {
            table.add(List.of(
                    index.path("IndexName").asString(""),
                    index.path("State").asString(""),
                    index.path("Local").asBoolean(false)
                            ? "(local)"
                            : index.path("PartitionKey").asString(""),
                    index.path("SortKey").asString("-"),
                    index.path("Projection").asString("")));
        }
        table.print(console);
        console.progress("Behind by " + answer.path("BehindBytes").asLong(0) + " bytes, "
                + answer.path("BehindMs").asLong(0) + " ms.");
        if (answer.has("Fault")) {
            console.progress("Entries are not written: " + answer.path("Fault").asString(""));
        }
        if (answer.path("UnfitRows").asLong(0) > 0) {
            console.progress(
                    "Since the engine's start " + answer.path("UnfitRows").asLong(0)
                            + " rows, of this table or another, had keys too long for an entry; no index has them.");
        }
        for (JsonNode index : answer.path("Indexes")) {
            if (index.has("UnreadRows")) {
                console.progress("Index " + index.path("IndexName").asString("") + " lacks "
                        + index.path("UnreadRows").asLong(0)
                        + " rows that could not be read when it was filled; they are tried again every few seconds.");
            }
        }
        return 0;
    }

    @Command(description = "List rows by an index.")
    int query(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/TABLE") String path,
            @Parameters(paramLabel = "INDEX") String name,
            @Parameters(
                            paramLabel = "PARTITION",
                            arity = "0..1",
                            description = "Of a local index what names begin with; without it all rows.")
                    @Nullable String partition,
            @Option(
                            names = "--sort",
                            paramLabel = "COMPARISON VALUE…",
                            arity = "2..3",
                            description =
                                    "EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL or STARTS with a value, BETWEEN with two.")
                    @Nullable List<String> sort,
            @Option(names = "--reverse", description = "From the end.") boolean reverse,
            @Option(names = "--consistent", description = "With all that was stored before; of a local index.")
                    boolean consistent,
            @Option(names = "--filter", paramLabel = "EXPRESSION", description = "Only rows for which this holds.")
                    @Nullable String filter,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "Default: 1000.")
                    int limit) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("IndexName", name);
        body.put("AttributesToGet", "__name,*");
        body.put("Reverse", reverse);
        body.put("ConsistentRead", consistent);
        if (partition != null) {
            body.put("PartitionKey", ItemCommand.typed(partition));
        }
        if (sort != null) {
            body.put("Comparison", sort.getFirst());
            body.put("SortKeys", sort.stream().skip(1).map(ItemCommand::typed).toList());
        }
        if (filter != null) {
            body.put("FilterExpression", filter);
        }
        List<JsonNode> rows = rows(data(api, tenant), path, body, limit);
        if (api.isJson()) {
            console.printJson(rows);
        } else if (rows.isEmpty()) {
            console.print("No rows. What indexes there are: ./vireo table indexes " + path);
        } else {
            rows.forEach(row -> console.print(row.toString()));
        }
        return 0;
    }

    private static List<JsonNode> rows(DataClient data, String path, Map<String, Object> query, int limit) {
        List<JsonNode> rows = new ArrayList<>();
        boolean isLast = false;
        while (!isLast && rows.size() < limit) {
            query.put("Limit", Math.min(1_000, limit - rows.size()));
            JsonNode page = data.operation(folder(path), "QueryIndex", query);
            page.path("Items").forEach(item -> rows.add(ItemCommand.plain(item)));
            query.put("Marker", page.path("NextMarker").asString(""));
            isLast = page.path("LastItemIncluded").asString("TRUE").equals("TRUE");
        }
        return rows;
    }

    private DataClient data(ApiOptions api, TenantOption tenant) {
        return DataClient.of(api.connect(console), tenant.name());
    }

    private static String folder(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
