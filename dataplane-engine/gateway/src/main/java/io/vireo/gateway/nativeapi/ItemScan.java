package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.AttributeValue;
import io.vireo.client.Item;
import io.vireo.client.ListPage;
import io.vireo.client.ListRange;
import io.vireo.client.ListRequest;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.gateway.http.ResourcePath;
import io.vireo.policy.Action;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * GetItems: a page of the items directly in a directory. A page without items is always the last one, for clients stop at it:
 * pages that a filter left empty are read over.
 */
final class ItemScan {
    private static final int MAX_SEGMENTS = 1024;
    private static final long NANOS = 1_000_000_000L;

    private final NativeCall call;
    private final Body body;

    private ItemScan(NativeCall call, Body body) {
        this.call = call;
        this.body = body;
    }

    /** The body of the request. */
    static final class Body {
        private String tableName = "";
        private String attributesToGet = "*";
        private String filter = "";
        private String marker = "";
        private int limit = ListRequest.MAX_LIMIT;
        private int segment;
        private int segmentCount;
        private String shardingKey = "";
        private String rangeStart = "";
        private String rangeEnd = "";
        private String writtenSince = "";

        static Body read(ByteBuf content) {
            Body body = new Body();
            JsonBody.readObject(content, body::property);
            return body;
        }

        private void property(String name, JsonParser parser) {
            switch (name) {
                case "TableName" -> tableName = JsonBody.text(parser, name);
                case "AttributesToGet" -> attributesToGet = JsonBody.text(parser, name);
                case "FilterExpression" -> filter = JsonBody.text(parser, name);
                case "Marker" -> marker = JsonBody.text(parser, name);
                case "Limit" -> {
                    long wanted = JsonBody.wholeNumber(parser, name, 0, Integer.MAX_VALUE);
                    limit = wanted == 0 ? limit : (int) Math.min(wanted, ListRequest.MAX_LIMIT);
                }
                case "Segment" -> segment = (int) JsonBody.wholeNumber(parser, name, 0, MAX_SEGMENTS - 1);
                case "TotalSegment" -> segmentCount = (int) JsonBody.wholeNumber(parser, name, 0, MAX_SEGMENTS);
                case "ShardingKey" -> shardingKey = JsonBody.text(parser, name);
                case "SortKeyRangeStart" -> rangeStart = JsonBody.text(parser, name);
                case "SortKeyRangeEnd" -> rangeEnd = JsonBody.text(parser, name);
                // An item is never longer than a page: it is never scattered, and these have nothing to limit.
                case "AllowObjectScatter", "ReturnData" -> JsonBody.truth(parser, name);
                case "DataMaxSize" -> JsonBody.wholeNumber(parser, name, 0, Long.MAX_VALUE);
                default -> {
                    // newer clients send properties that mean nothing here
                }
            }
        }

        void check() {
            boolean isRange = !shardingKey.isEmpty() || !rangeStart.isEmpty() || !rangeEnd.isEmpty();
            if (isRange && segmentCount > 0) {
                throw RefusedException.invalid("TotalSegment", "does not go with ShardingKey or a range");
            }
            if (shardingKey.isEmpty() && isRange) {
                throw RefusedException.invalid("ShardingKey", "is missing beside a range of sorting keys");
            }
            if (segmentCount > 0 && segment >= segmentCount) {
                throw RefusedException.invalid(
                        "Segment", "is out of range: value=" + segment + " max=" + (segmentCount - 1));
            }
            if (segmentCount == 0 && segment > 0) {
                throw RefusedException.invalid("TotalSegment", "is missing beside Segment");
            }
            if (shardingKey.indexOf('/') >= 0) {
                throw RefusedException.invalid("ShardingKey", "holds a slash");
            }
        }

        /** What names of the wanted items begin with. */
        private String prefix() {
            return shardingKey.isEmpty() ? "" : shardingKey + ".";
        }

        /** Which names are wanted. */
        ListRange range() {
            return rangeStart.isEmpty() && rangeEnd.isEmpty()
                    ? ListRange.WHOLE
                    : ListRange.of(
                            rangeStart.isEmpty() ? "" : prefix() + rangeStart,
                            rangeEnd.isEmpty() ? "" : prefix() + rangeEnd);
        }

        /** The filter, and when items must have been written. */
        private String expression() {
            if (writtenSince.isEmpty() || filter.isBlank()) {
                return writtenSince + filter;
            }
            return writtenSince + " and (" + filter + ")";
        }

        /** The condition in the header fields: written then or later. */
        private void readConditions(Exchange exchange) {
            String seconds = exchange.header(HttpFields.CONDITIONAL_MTIME_SEC);
            String nanos = exchange.header(HttpFields.CONDITIONAL_MTIME_NSEC);
            if (seconds == null) {
                if (nanos != null) {
                    throw RefusedException.invalid(
                            HttpFields.CONDITIONAL_MTIME_SEC.toString(), "is missing beside its nanoseconds");
                }
                return;
            }
            long sec = JsonBody.wholeNumber(
                    seconds, HttpFields.CONDITIONAL_MTIME_SEC.toString(), 0, Long.MAX_VALUE / NANOS - 1);
            long nsec = nanos == null
                    ? 0
                    : JsonBody.wholeNumber(nanos, HttpFields.CONDITIONAL_MTIME_NSEC.toString(), 0, NANOS - 1);
            writtenSince =
                    "(__mtime_secs > " + sec + " or (__mtime_secs == " + sec + " and __mtime_nsecs >= " + nsec + "))";
        }
    }

    static void getItems(NativeCall call, ByteBuf content) {
        Body body = Body.read(content);
        body.readConditions(call.exchange());
        body.check();
        NativeCall located =
                body.tableName.isEmpty() ? call : call.at(call.path().resolve(body.tableName, "TableName"));
        located.require(Action.ITEM_READ);
        new ItemScan(located, body).read(ResourcePath.normalised(body.marker, "Marker"));
    }

    private void read(String marker) {
        if (call.exchange().isCancelled()) {
            return;
        }
        ListRequest request = new ListRequest(
                        call.container().id(),
                        call.path().path(),
                        marker,
                        body.limit,
                        false,
                        ListRequest.Directories.EXCLUDE,
                        body.expression(),
                        ItemOperations.projection(body.attributesToGet),
                        body.segment,
                        body.segmentCount,
                        body.prefix())
                .within(body.range());
        call.then(
                call.data().list(request),
                page -> {
                    if (page.entries().isEmpty() && !page.isLast()) {
                        read(page.nextMarker());
                    } else if (page.entries().isEmpty() && marker.isEmpty()) {
                        Directory.require(call, () -> answer(page));
                    } else {
                        answer(page);
                    }
                },
                failure -> Directory.fail(call, failure));
    }

    private void answer(ListPage page) {
        call.respondJson(Exchange.newHeaders(), json -> {
            json.writeStringProperty("LastItemIncluded", page.isLast() ? "TRUE" : "FALSE");
            json.writeNumberProperty("NumItems", page.entries().size());
            json.writeStringProperty("NextMarker", page.nextMarker());
            json.writeArrayPropertyStart("Items");
            page.entries().forEach(item -> write(json, item));
            json.writeEndArray();
        });
    }

    private void write(JsonGenerator json, Item item) {
        SequencedMap<String, AttributeValue> attributes = ItemOperations.attributes(
                item, body.attributesToGet, call.container().id());
        if (body.attributesToGet.strip().equals("*")) {
            attributes = new LinkedHashMap<>(attributes);
            attributes.put(SystemAttributes.NAME, new AttributeValue.Text(item.name()));
        }
        json.writeStartObject();
        ValueJson.writeAttributes(json, attributes);
        json.writeEndObject();
    }
}
