package io.vireo.cli;

import io.vireo.cli.client.DataClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attributes of items: rows. Paths are written CONTAINER/PATH. */
@Command(name = "item", description = "Put, get, update, rename and list items; write several as one.")
final class ItemCommand {
    private final Console console;

    ItemCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Store attributes: NAME=VALUE, numbers and true/false as such.")
    int put(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Parameters(paramLabel = "NAME=VALUE", arity = "1..*") Map<String, String> attributes,
            @Option(names = "--if", paramLabel = "EXPRESSION", description = "Only when this holds.") @Nullable String condition,
            @Option(names = "--merge", description = "Keep the attributes that are not named.") boolean merge,
            @Mixin OnceOption once) {
        Map<String, Object> body = new LinkedHashMap<>();
        ObjectNode item = Console.JSON.createObjectNode();
        attributes.forEach((name, value) -> item.set(name, typed(value)));
        body.put("Item", item);
        if (condition != null) {
            body.put("ConditionExpression", condition);
        }
        if (merge) {
            body.put("UpdateMode", "CreateOrReplaceAttributes");
        }
        DataClient.of(api.connect(console), tenant.name()).operation(path, "PutItem", body, once.key());
        api.print(console, Console.JSON.createObjectNode().put("path", path), "Stored " + path + ".");
        return 0;
    }

    @Command(description = "Show an item's attributes.")
    int get(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Option(
                            names = "--attributes",
                            paramLabel = "NAMES",
                            defaultValue = "*",
                            description = "Comma-separated; ** adds those of the system. Default: *")
                    String attributes) {
        JsonNode answer = DataClient.of(api.connect(console), tenant.name())
                .operation(path, "GetItem", Map.of("AttributesToGet", attributes));
        console.printJson(plain(answer.path("Item")));
        return 0;
    }

    @Command(description = "Change attributes by an expression.")
    int update(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Parameters(paramLabel = "EXPRESSION", description = "For example: count = count + 1") String expression,
            @Option(names = "--if", paramLabel = "EXPRESSION", description = "Only when this holds.") @Nullable String condition,
            @Mixin OnceOption once) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("UpdateExpression", expression);
        if (condition != null) {
            body.put("ConditionExpression", condition);
        }
        DataClient.of(api.connect(console), tenant.name()).operation(path, "UpdateItem", body, once.key());
        api.print(console, Console.JSON.createObjectNode().put("path", path), "Updated " + path + ".");
        return 0;
    }

    @Command(description = "Write several items as one, all or none, as a file says.")
    int batch(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER[/FOLDER]", description = "What the paths in the file start from.")
                    String path,
            @Parameters(
                            paramLabel = "FILE",
                            description =
                                    "JSON, a list of Put, Update, Delete, Check and Rename, such as [{\"Put\": {\"Path\": \"ada\", \"Item\": {\"age\": {\"N\": \"36\"}}}}]. - reads standard input.")
                    String file,
            @Mixin OnceOption once)
            throws IOException {
        JsonNode requests = requests(file);
        JsonNode answer = DataClient.of(api.connect(console), tenant.name())
                .operation(
                        path.endsWith("/") ? path : path + "/", "WriteItems", Map.of("Requests", requests), once.key());
        api.print(console, answer, "Done: " + requests.size() + " requests as one.");
        return 0;
    }

    private static JsonNode requests(String file) throws IOException {
        if (!file.equals("-") && !Files.isRegularFile(Path.of(file))) {
            throw new CommandException("no such file: " + file, "");
        }
        byte[] content = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        try {
            JsonNode whole = Console.JSON.readTree(content);
            JsonNode requests = whole.has("Requests") ? whole.path("Requests") : whole;
            if (requests.isArray()) {
                return requests;
            }
        } catch (JacksonException e) {
            throw new CommandException("the file is not JSON: " + e.getOriginalMessage(), "", e);
        }
        throw new CommandException(
                "the file has no list of requests", "see what one looks like with: ./vireo item batch --help");
    }

    @Command(description = "Give an item, or all that is in a folder, another path.")
    int rename(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH", description = "Ends in / for a folder.") String path,
            @Parameters(paramLabel = "TARGET", description = "A path in the same container.") String target,
            @Option(names = "--no-replace", description = "Not if there is an item already.") boolean isNew,
            @Option(names = "--if", paramLabel = "EXPRESSION", description = "Only when this holds.") @Nullable String condition,
            @Mixin OnceOption once) {
        boolean isFolder = path.endsWith("/");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Target", target);
        body.put("Replace", !isNew);
        if (condition != null) {
            body.put("ConditionExpression", condition);
        }
        JsonNode answer = DataClient.of(api.connect(console), tenant.name())
                .operation(path, isFolder ? "RenameDirectory" : "RenameItem", body, once.key());
        long moved = isFolder ? answer.path("Moved").asLong(0) : 1;
        String container = path.substring(0, path.indexOf('/'));
        api.print(
                console,
                Console.JSON
                        .createObjectNode()
                        .put("path", container + "/" + target)
                        .put("moved", moved),
                isFolder
                        ? "Moved " + moved + " items to " + container + "/" + target + "."
                        : path + " is " + container + "/" + target + " now.");
        return 0;
    }

    @Command(description = "List the items of a folder with their attributes.")
    int ls(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/FOLDER") String path,
            @Option(names = "--filter", paramLabel = "EXPRESSION", description = "Only items for which this holds.")
                    @Nullable String filter,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "Default: 1000.")
                    int limit) {
        DataClient data = DataClient.of(api.connect(console), tenant.name());
        List<JsonNode> rows = new ArrayList<>();
        String marker = "";
        boolean last = false;
        while (!last && rows.size() < limit) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("AttributesToGet", "*");
            body.put("Limit", limit - rows.size());
            if (filter != null) {
                body.put("FilterExpression", filter);
            }
            if (!marker.isEmpty()) {
                body.put("Marker", marker);
            }
            JsonNode page = data.operation(path.endsWith("/") ? path : path + "/", "GetItems", body);
            page.path("Items").forEach(item -> rows.add(plain(item)));
            marker = page.path("NextMarker").asString("");
            last = page.path("LastItemIncluded").asString("TRUE").equals("TRUE") || marker.isEmpty();
        }
        if (api.isJson()) {
            console.printJson(rows);
        } else if (rows.isEmpty()) {
            console.print("No items here. Store one with: ./vireo item put " + path + "/NAME attribute=value");
        } else {
            rows.forEach(row -> console.print(row.toString()));
        }
        return 0;
    }

    @Command(description = "Tell what was created, changed and deleted in a folder, oldest first.")
    int changes(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER[/FOLDER]") String path,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on with what comes, as it comes.")
                    boolean follow,
            @Option(names = "--new", description = "Only what comes from now on.") boolean onlyNew,
            @Option(
                            names = "--position",
                            paramLabel = "POSITION",
                            split = ",",
                            description = "Go on where an earlier call ended, which printed this.")
                    @Nullable List<String> positions,
            @Option(names = "--images", description = "With what items were and became; as JSON.") boolean images,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "At most so many. Default: 1000.")
                    int limit) {
        ChangeTail tail = new ChangeTail(
                api.connect(console),
                tenant.name(),
                path.endsWith("/") ? path : path + "/",
                new ChangeTail.Options(
                        onlyNew ? "LATEST" : "EARLIEST",
                        positions == null ? List.of() : positions,
                        images ? "BOTH" : "NONE",
                        limit));
        ChangeTail.Printer printer =
                change -> console.print(api.isJson() || images ? change.toString() : ChangeTail.line(change));
        if (follow) {
            tail.follow(printer);
        } else {
            console.progress("Go on with: --position " + String.join(",", tail.read(printer)));
        }
        return 0;
    }

    /** As the native API writes values: numbers and truth values by how they look, all else text. */
    static JsonNode typed(String value) {
        ObjectNode typed = Console.JSON.createObjectNode();
        if (value.equals("true") || value.equals("false")) {
            return typed.put("BOOL", Boolean.parseBoolean(value));
        }
        if (value.matches("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
            return typed.put("N", value);
        }
        return typed.put("S", value);
    }

    /** Without the types: for reading. */
    static JsonNode plain(JsonNode item) {
        ObjectNode plain = Console.JSON.createObjectNode();
        item.properties().forEach(attribute -> {
            JsonNode value = attribute.getValue();
            if (value.has("N")) {
                plain.set(attribute.getKey(), number(value.path("N").asString("")));
            } else {
                value.properties().forEach(typed -> plain.set(attribute.getKey(), typed.getValue()));
            }
        });
        return plain;
    }

    private static JsonNode number(String text) {
        try {
            return Console.JSON.readTree(text);
        } catch (JacksonException _) {
            return Console.JSON.getNodeFactory().stringNode(text); // a form that JSON does not have
        }
    }
}
