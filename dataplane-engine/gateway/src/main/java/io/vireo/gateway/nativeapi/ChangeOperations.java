package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.ChangePage;
import io.vireo.client.ChangesRequest;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.Item;
import io.vireo.client.ItemChange;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** GetChanges: what became of the items at a path and below it, partition by partition. Who missed something is told so, and where it goes on. */
final class ChangeOperations {
    private static final int GONE = 410;
    private static final int DEFAULT_LIMIT = 100;
    private static final long NANOS = 1_000_000_000L;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private ChangeOperations() {}

    /** The body of the request. */
    private static final class Body {
        private int partition;
        private byte[] position = {};
        private ChangesRequest.From from = ChangesRequest.From.EARLIEST;
        private int limit = DEFAULT_LIMIT;
        private ChangesRequest.Images images = ChangesRequest.Images.NONE;
        private String attributesToGet = "*";
        private int waitMs;

        private void property(String name, JsonParser parser) {
            switch (name) {
                case "Partition" -> partition = (int) JsonBody.wholeNumber(parser, name, 0, Integer.MAX_VALUE);
                case "Position" -> position = position(JsonBody.text(parser, name));
                case "From" -> from = choice(ChangesRequest.From.class, JsonBody.text(parser, name), name);
                case "Limit" -> limit = (int) JsonBody.wholeNumber(parser, name, 1, ChangesRequest.MAX_LIMIT);
                case "Images" -> images = choice(ChangesRequest.Images.class, JsonBody.text(parser, name), name);
                case "AttributesToGet" -> attributesToGet = JsonBody.text(parser, name);
                case "WaitMs" -> waitMs = (int) JsonBody.wholeNumber(parser, name, 0, ChangesRequest.MAX_WAIT_MS);
                default -> throw RefusedException.invalid(name, "is unknown");
            }
        }

        private static byte[] position(String text) {
            try {
                return Base64.getUrlDecoder().decode(text);
            } catch (IllegalArgumentException malformed) {
                throw RefusedException.invalid("Position", "is not one that was given out");
            }
        }

        private static <E extends Enum<E>> E choice(Class<E> choices, String text, String field) {
            try {
                return Enum.valueOf(choices, text);
            } catch (IllegalArgumentException unknown) {
                throw RefusedException.invalid(field, "is none of " + List.of(choices.getEnumConstants()));
            }
        }
    }

    static void getChanges(NativeCall call, ByteBuf content) {
        Body body = new Body();
        JsonBody.readObject(content, body::property);
        call.require(Action.ITEM_READ);
        ChangesRequest request = new ChangesRequest(
                call.container().id(),
                call.path().path(),
                body.partition,
                body.position,
                body.from,
                body.limit,
                body.images,
                ItemOperations.projection(body.attributesToGet),
                body.waitMs);
        call.then(
                call.data().changes(request),
                page -> call.respondJson(Exchange.newHeaders(), json -> write(call, json, page, body.attributesToGet)),
                failure -> fail(call, failure));
    }

    private static void fail(NativeCall call, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof EngineException refusal && refusal.resumePosition().length > 0) {
            String name =
                    refusal.status() == EngineStatus.TRIMMED ? "TrimmedPositionException" : "DamagedPositionException";
            call.respondJson(GONE, Exchange.newHeaders(), json -> {
                json.writeNumberProperty("ErrorCode", RefusedException.INVALID_ARGUMENT);
                json.writeStringProperty("ErrorMessage", name + ": " + refusal.getMessage());
                json.writeStringProperty("NextPosition", ENCODER.encodeToString(refusal.resumePosition()));
            });
            return;
        }
        call.exchange().fail(NativeErrors.of(cause));
    }

    private static void write(NativeCall call, JsonGenerator json, ChangePage page, String attributesToGet) {
        json.writeNumberProperty("PartitionCount", page.partitionCount());
        json.writeStringProperty("NextPosition", ENCODER.encodeToString(page.nextPosition()));
        json.writeBooleanProperty("AtEnd", page.isAtEnd());
        json.writeNumberProperty("BehindBytes", page.behindBytes());
        json.writeArrayPropertyStart("Changes");
        for (ItemChange change : page.changes()) {
            json.writeStartObject();
            json.writeStringProperty("Position", ENCODER.encodeToString(change.position()));
            json.writeNumberProperty("SequenceNumber", change.sequence());
            json.writeStringProperty("Kind", change.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("Path", change.path());
            json.writeNumberProperty("TimeSec", Math.floorDiv(change.timeNs(), NANOS));
            json.writeNumberProperty("TimeNSec", Math.floorMod(change.timeNs(), NANOS));
            json.writeNumberProperty("Version", change.version());
            if (change.recordCount() > 0) {
                json.writeNumberProperty("FirstRecord", change.firstSequence());
                json.writeNumberProperty("RecordCount", change.recordCount());
            }
            writeImage(call, json, "New", change.newItem(), attributesToGet);
            writeImage(call, json, "Old", change.oldItem(), attributesToGet);
            if (!change.oldFault().isEmpty()) {
                json.writeStringProperty("OldMissing", change.oldFault());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeImage(
            NativeCall call, JsonGenerator json, String name, @Nullable Item item, String attributesToGet) {
        if (item != null) {
            json.writeObjectPropertyStart(name);
            ValueJson.writeAttributes(
                    json,
                    ItemOperations.attributes(
                            item, attributesToGet, call.container().id()));
            json.writeEndObject();
        }
    }
}
