package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.AttributeValue;
import io.vireo.client.Expiry;
import io.vireo.client.PutRequest;
import io.vireo.client.UpdateRequest;
import io.vireo.client.WriteRequest;
import io.vireo.gateway.http.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JsonParser;

/** What the body of a request says about one item. */
final class ItemBody {
    static final String ALL_USER_ATTRIBUTES = "*";

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

    /** Takes a property; the parser is at its value. */
    void property(String name, JsonParser parser) {
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

    String condition() {
        return condition;
    }

    String attributesToGet() {
        return attributesToGet;
    }

    /** The call about the item that path, table and key name together. */
    NativeCall locate(NativeCall call) {
        NativeCall located = tableName.isEmpty() ? call : call.at(call.path().resolve(tableName, "TableName"));
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
    private SequencedMap<String, AttributeValue> attributes() {
        SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>(key);
        attributes.putAll(item);
        SystemAttributes.refuseIn(attributes);
        return attributes;
    }

    /** What PutItem asks for. */
    PutRequest put(NativeCall located) {
        return put(located, updateMode.isEmpty() ? UpdateMode.REPLACE : UpdateMode.of(updateMode));
    }

    private PutRequest put(NativeCall located, UpdateMode mode) {
        PutRequest.Mode putMode =
                switch (mode) {
                    case REPLACE -> PutRequest.Mode.REPLACE;
                    case MERGE -> PutRequest.Mode.MERGE;
                    case CREATE -> PutRequest.Mode.CREATE_ONLY;
                };
        return PutRequest.attributes(located.container().id(), located.path().path(), putMode, attributes())
                .onlyIf(condition)
                .expiring(expiry);
    }

    /** What UpdateItem asks for: without an expression that is a put. */
    WriteRequest update(NativeCall located) {
        UpdateMode mode = updateMode.isEmpty() ? UpdateMode.MERGE : UpdateMode.of(updateMode);
        if (updateExpression.isBlank() && alternateExpression.isBlank()) {
            return put(located, mode);
        }
        return new UpdateRequest(
                        located.container().id(),
                        located.path().path(),
                        updateExpression,
                        alternateExpression,
                        condition,
                        true,
                        switch (mode) {
                            case REPLACE -> UpdateRequest.Mode.REPLACE;
                            case MERGE -> UpdateRequest.Mode.MERGE;
                            case CREATE -> UpdateRequest.Mode.CREATE_ONLY;
                        },
                        0)
                .expiring(expiry);
    }
}
