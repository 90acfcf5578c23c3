package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.client.AttributeValue;
import io.vireo.client.Expiry;
import io.vireo.client.GetRequest;
import io.vireo.client.Item;
import io.vireo.client.ItemKind;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.UpdateRequest;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JsonParser;

/** PutItem, UpdateItem and GetItem: the attributes of one item. */
final class ItemOperations {
    private static final String ALL_USER_ATTRIBUTES = "*";
    private static final String ALL_ATTRIBUTES = "**";

    private ItemOperations() {}

    /** How a write treats the item that is there. */
    private enum UpdateMode {
        REPLACE,
        MERGE,
        CREATE;

        static UpdateMode of(String name) {
            return switch (name) {
                case "OverWriteAttributes" -> REPLACE;
                case "CreateOrReplaceAttributes" -> MERGE;
                case "CreateNewItemOnly" -> CREATE;
                default -> throw RefusedException.invalid("UpdateMode", "is unknown: value=" + name);
            };
        }
    }

    /** The body of a request about one item. */
    private static final class ItemBody {
        private String tableName = "";
        private SequencedMap<String, AttributeValue> key = new LinkedHashMap<>();
        private SequencedMap<String, AttributeValue> item = new LinkedHashMap<>();
        private String condition = "";
        private String updateMode = "";
        private String updateExpression = "";
        private String alternateExpression = "";
        private String attributesToGet = ALL_USER_ATTRIBUTES;
        private Expiry expiry = Expiry.UNCHANGED;

        static ItemBody read(ByteBuf body) {
            ItemBody read = new ItemBody();
            JsonBody.readObject(body, read::property);
            return read;
        }

        private void property(String name, JsonParser parser) {
            switch (name) {
                case "TableName" -> tableName = JsonBody.text(parser, name);
                case "Key" -> key = ValueJson.readAttributes(parser, name);
                case "Item" -> item = ValueJson.readAttributes(parser, name);
                case "ConditionExpression" -> condition = JsonBody.text(parser, name);
                case "UpdateMode" -> updateMode = JsonBody.text(parser, name);
                case "UpdateExpression" -> updateExpression = JsonBody.text(parser, name);
                case "AlternateUpdateExpression" -> alternateExpression = JsonBody.text(parser, name);
                case "Expiry" -> expiry = ValueJson.readExpiry(JsonBody.text(parser, name), name);
                case "AttributesToGet" -> attributesToGet = JsonBody.text(parser, name);
                default -> {
                    // newer clients send properties that mean nothing here
                }
            }
        }

        /** The call about the item that path, table and key name together. */
        NativeCall locate(NativeCall call) {
            NativeCall located =
                    tableName.isEmpty() ? call : call.at(call.path().resolve(tableName, "TableName"));
            if (!key.isEmpty()) {
                located = located.at(located.path().resolve(itemName(), "Key"));
            }
            if (located.path().path().isEmpty()) {
                throw RefusedException.invalid("path", "names no item");
            }
            return located;
        }

        private String itemName() {
            List<String> parts = new ArrayList<>();
            key.forEach((name, value) -> parts.add(
                    switch (value) {
                        case AttributeValue.Text(String text) -> text;
                        case AttributeValue.Int64(long number) -> Long.toString(number);
                        case AttributeValue.Float64(double number) -> Double.toString(number);
                        case AttributeValue.Decimal(String number) -> number;
                        default -> throw RefusedException.invalid("Key." + name, "is neither a string nor a number");
                    }));
            return String.join(".", parts);
        }

        /** The attributes to write: those of the key too. */
        SequencedMap<String, AttributeValue> attributes() {
            SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>(key);
            attributes.putAll(item);
            SystemAttributes.refuseIn(attributes);
            return attributes;
        }
    }

    static void putItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_WRITE);
        UpdateMode mode = read.updateMode.isEmpty() ? UpdateMode.REPLACE : UpdateMode.of(read.updateMode);
        put(located, read, mode);
    }

    private static void put(NativeCall call, ItemBody body, UpdateMode mode) {
        PutRequest.Mode putMode =
                switch (mode) {
                    case REPLACE -> PutRequest.Mode.REPLACE;
                    case MERGE -> PutRequest.Mode.MERGE;
                    case CREATE -> PutRequest.Mode.CREATE_ONLY;
                };
        PutRequest request = PutRequest.attributes(
                        call.container().id(), call.path().path(), putMode, body.attributes())
                .onlyIf(body.condition)
                .expiring(body.expiry);
        call.then(call.data().put(request), call::respondWritten);
    }

    static void updateItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_WRITE);
        UpdateMode mode = read.updateMode.isEmpty() ? UpdateMode.MERGE : UpdateMode.of(read.updateMode);
        if (read.updateExpression.isBlank() && read.alternateExpression.isBlank()) {
            put(located, read, mode);
            return;
        }
        UpdateRequest request = new UpdateRequest(
                located.container().id(),
                located.path().path(),
                read.updateExpression,
                read.alternateExpression,
                read.condition,
                true,
                switch (mode) {
                    case REPLACE -> UpdateRequest.Mode.REPLACE;
                    case MERGE -> UpdateRequest.Mode.MERGE;
                    case CREATE -> UpdateRequest.Mode.CREATE_ONLY;
                },
                0);
        located.then(located.data().update(request.expiring(read.expiry)), located::respondWritten);
    }

    static void getItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_READ);
        GetRequest request =
                GetRequest.of(located.container().id(), located.path().path(), projection(read.attributesToGet));
        located.then(located.data().get(request), item -> {
            if (item.state().kind() == ItemKind.DIRECTORY && !call.path().isDirectory()) {
                throw NativeErrors.notFound(); // clients probe for files so
            }
            HttpHeaders headers = Exchange.newHeaders();
            NativeCall.addState(headers, item.state());
            located.respondJson(headers, json -> {
                json.writeObjectPropertyStart("Item");
                ValueJson.writeAttributes(
                        json,
                        attributes(
                                item, read.attributesToGet, located.container().id()));
                json.writeEndObject();
            });
        });
    }

    /** Which attributes a list of names asks for; names are divided by commas. */
    static Projection projection(String attributesToGet) {
        return switch (attributesToGet.strip()) {
            case "", ALL_USER_ATTRIBUTES -> Projection.USER;
            case ALL_ATTRIBUTES -> Projection.ALL;
            default -> named(attributesToGet);
        };
    }

    private static Projection named(String attributesToGet) {
        List<String> names = new ArrayList<>();
        for (String part : attributesToGet.split(",", -1)) {
            String name = part.strip();
            if (name.equals(ALL_ATTRIBUTES)) {
                return Projection.ALL;
            }
            if (name.equals(ALL_USER_ATTRIBUTES)) {
                return Projection.ALL; // with others beside it: they are picked out of all
            }
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return new Projection.Named(names);
    }

    /** The attributes that were asked for, those of the system among them. */
    static SequencedMap<String, AttributeValue> attributes(Item item, String attributesToGet, long container) {
        String wanted = attributesToGet.strip();
        if (wanted.isEmpty() || wanted.equals(ALL_USER_ATTRIBUTES)) {
            return item.attributes();
        }
        SequencedMap<String, AttributeValue> all = new LinkedHashMap<>(item.attributes());
        SystemAttributes.addTo(all, item, container);
        if (wanted.equals(ALL_ATTRIBUTES)) {
            return all;
        }
        SequencedMap<String, AttributeValue> chosen = new LinkedHashMap<>();
        for (String part : wanted.split(",", -1)) {
            String name = part.strip();
            switch (name) {
                case ALL_ATTRIBUTES -> chosen.putAll(all);
                case ALL_USER_ATTRIBUTES ->
                    all.forEach((key, value) -> {
                        if (!key.startsWith("__")) {
                            chosen.put(key, value);
                        }
                    });
                default -> {
                    AttributeValue value = all.get(name);
                    if (value != null) {
                        chosen.put(name, value);
                    }
                }
            }
        }
        return chosen;
    }
}
