package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.AttributeValue;
import io.vireo.client.ExpressionLanguage;
import io.vireo.client.IndexDefinition;
import io.vireo.client.Item;
import io.vireo.client.ListRange.KeyAttribute;
import io.vireo.client.ListRange.KeyType;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import io.vireo.client.QueryPage;
import io.vireo.client.QueryRequest;
import io.vireo.client.QueryRequest.Comparison;
import io.vireo.client.QueryRequest.Range;
import io.vireo.client.TableIndexes;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** CreateIndex, DropIndex, DescribeIndexes, QueryIndex: rows of a table by other attributes than their names. */
final class IndexOperations {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int MAX_SEGMENTS = 1_024;

    private IndexOperations() {}

    /** The body of a request that makes an index, or drops it. */
    private static final class Definition {
        private String name = "";
        private @Nullable KeyAttribute partition;
        private @Nullable KeyAttribute sort;
        private Projection projection = Projection.NONE;

        private void property(String property, JsonParser parser) {
            switch (property) {
                case "IndexName" -> name = JsonBody.text(parser, property);
                case "PartitionKey" -> partition = attribute(JsonBody.text(parser, property), property);
                case "SortKey" -> sort = attribute(JsonBody.text(parser, property), property);
                case "Projection" -> projection = projection(JsonBody.text(parser, property));
                default -> throw RefusedException.invalid(property, "is unknown");
            }
        }

        /** {@code NAME:TYPE}. */
        private static KeyAttribute attribute(String text, String field) {
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw RefusedException.invalid(field, "is not NAME:TYPE");
            }
            KeyType type =
                    switch (text.substring(colon + 1)) {
                        case "S" -> KeyType.TEXT;
                        case "N" -> KeyType.NUMBER;
                        case "B" -> KeyType.BYTES;
                        default -> throw RefusedException.invalid(field, "has a type that is none of S, N and B");
                    };
            return new KeyAttribute(text.substring(0, colon), type);
        }

        private static Projection projection(String text) {
            return switch (text.strip()) {
                case "", "KEYS_ONLY" -> Projection.NONE;
                case "ALL", "*" -> Projection.USER;
                default ->
                    new Projection.Named(Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .distinct()
                            .toList());
            };
        }
    }

    /** The body of a query. */
    private static final class Query {
        private String name = "";
        private @Nullable AttributeValue partition;
        private Comparison comparison = Comparison.ALL;
        private List<AttributeValue> operands = List.of();
        private boolean reverse;
        private int limit = ListRequest.MAX_LIMIT;
        private String filter = "";
        private String attributesToGet = "*";
        private byte[] marker = {};
        private boolean consistent;
        private int segment;
        private int segmentCount;

        private void property(String property, JsonParser parser) {
            switch (property) {
                case "IndexName" -> name = JsonBody.text(parser, property);
                case "PartitionKey" -> partition = ValueJson.readValue(parser, property);
                case "Comparison" -> comparison = comparison(JsonBody.text(parser, property));
                case "SortKeys" -> operands = ValueJson.readValues(parser, property);
                case "Reverse" -> reverse = JsonBody.truth(parser, property);
                case "Limit" -> limit = (int) JsonBody.wholeNumber(parser, property, 1, ListRequest.MAX_LIMIT);
                case "FilterExpression" -> filter = JsonBody.text(parser, property);
                case "AttributesToGet" -> attributesToGet = JsonBody.text(parser, property);
                case "Marker" -> marker = marker(JsonBody.text(parser, property));
                case "ConsistentRead" -> consistent = JsonBody.truth(parser, property);
                case "Segment" -> segment = (int) JsonBody.wholeNumber(parser, property, 0, MAX_SEGMENTS - 1);
                case "TotalSegment" -> segmentCount = (int) JsonBody.wholeNumber(parser, property, 0, MAX_SEGMENTS);
                default -> throw RefusedException.invalid(property, "is unknown");
            }
        }

        private static Comparison comparison(String text) {
            try {
                return Comparison.valueOf(text);
            } catch (IllegalArgumentException unknown) {
                throw RefusedException.invalid("Comparison", "is none of " + List.of(Comparison.values()));
            }
        }

        private static byte[] marker(String text) {
            try {
                return Base64.getUrlDecoder().decode(text);
            } catch (IllegalArgumentException malformed) {
                throw RefusedException.invalid("Marker", "is not one that was given out");
            }
        }

        private Range range() {
            AttributeValue of = partition;
            if (of == null && comparison != Comparison.ALL) {
                throw RefusedException.invalid("PartitionKey", "is missing beside a range of sort keys");
            }
            return of == null ? Range.SCAN : new Range(comparison, of, operands, null);
        }
    }

    static void create(NativeCall call, ByteBuf content) {
        Definition body = new Definition();
        JsonBody.readObject(content, body::property);
        call.require(Action.ITEM_WRITE);
        IndexDefinition index = new IndexDefinition(body.name, body.partition, body.sort, body.projection);
        call.then(call.writes().createIndex(call.container().id(), call.path().path(), index), _ -> call.exchange()
                .respond(200, Exchange.newHeaders()));
    }

    static void drop(NativeCall call, ByteBuf content) {
        Definition body = new Definition();
        JsonBody.readObject(content, body::property);
        call.require(Action.ITEM_DELETE);
        call.then(
                call.writes().dropIndex(call.container().id(), call.path().path(), body.name),
                _ -> call.exchange().respond(200, Exchange.newHeaders()),
                failure -> call.exchange().fail(NativeErrors.ofIndex(failure, body.name)));
    }

    static void describe(NativeCall call, ByteBuf content) {
        JsonBody.readObject(content, (property, _) -> {
            throw RefusedException.invalid(property, "is unknown");
        });
        call.require(Action.ITEM_LIST);
        call.then(
                call.data().indexes(call.container().id(), call.path().path()),
                indexes -> call.respondJson(Exchange.newHeaders(), json -> write(json, indexes)));
    }

    private static void write(JsonGenerator json, TableIndexes indexes) {
        json.writeNumberProperty("BehindBytes", indexes.behindBytes());
        json.writeNumberProperty("BehindMs", indexes.behindMs());
        json.writeNumberProperty("UnfitRows", indexes.unfitCount());
        if (!indexes.fault().isEmpty()) {
            json.writeStringProperty("Fault", indexes.fault());
        }
        json.writeArrayPropertyStart("Indexes");
        for (TableIndexes.Index index : indexes.all()) {
            IndexDefinition definition = index.definition();
            json.writeStartObject();
            json.writeStringProperty("IndexName", definition.name());
            json.writeStringProperty("State", index.state().name().toLowerCase(Locale.ROOT));
            if (index.unreadCount() > 0) {
                json.writeNumberProperty("UnreadRows", index.unreadCount());
            }
            json.writeBooleanProperty("Local", definition.isLocal());
            write(json, "PartitionKey", definition.partition());
            write(json, "SortKey", definition.sort());
            json.writeStringProperty(
                    "Projection",
                    switch (definition.projection()) {
                        case Projection.Named(List<String> names) -> String.join(",", names);
                        case Projection.Fixed fixed -> fixed == Projection.Fixed.NONE ? "KEYS_ONLY" : "ALL";
                        case Projection.Expression(String text) -> text;
                    });
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String property, @Nullable KeyAttribute attribute) {
        if (attribute != null) {
            String type =
                    switch (attribute.type()) {
                        case TEXT -> "S";
                        case NUMBER -> "N";
                        case BYTES -> "B";
                    };
            json.writeStringProperty(property, attribute.name() + ":" + type);
        }
    }

    static void query(NativeCall call, ByteBuf content) {
        Query body = new Query();
        JsonBody.readObject(content, body::property);
        call.require(Action.ITEM_READ);
        QueryRequest request = new QueryRequest(
                call.container().id(),
                call.path().path(),
                body.name,
                body.range(),
                body.reverse,
                body.limit,
                body.filter,
                ItemOperations.projection(body.attributesToGet),
                body.marker,
                body.consistent,
                body.segment,
                body.segmentCount,
                ExpressionLanguage.NATIVE);
        call.then(
                call.data().query(request),
                page -> call.respondJson(Exchange.newHeaders(), json -> write(call, json, page, body.attributesToGet)),
                failure -> call.exchange().fail(NativeErrors.ofIndex(failure, body.name)));
    }

    private static void write(NativeCall call, JsonGenerator json, QueryPage page, String attributesToGet) {
        json.writeStringProperty("NextMarker", ENCODER.encodeToString(page.marker()));
        json.writeStringProperty("LastItemIncluded", page.isLast() ? "TRUE" : "FALSE");
        json.writeArrayPropertyStart("Items");
        for (Item row : page.rows()) {
            json.writeStartObject();
            ValueJson.writeAttributes(
                    json,
                    ItemOperations.attributes(
                            row, attributesToGet, call.container().id()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
