package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.CheckRequest;
import io.vireo.client.DeleteRequest;
import io.vireo.client.EngineException;
import io.vireo.client.ItemState;
import io.vireo.client.RenameRequest;
import io.vireo.client.WriteRequest;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** WriteItems: puts, updates, deletes, renames and checks of several items of a container, all or none. */
final class BatchWrites {
    private static final int MAX_REQUESTS = 256;
    private static final long NANOS = 1_000_000_000L;

    private final NativeCall call;
    private final List<WriteRequest> requests = new ArrayList<>();

    private BatchWrites(NativeCall call) {
        this.call = call;
    }

    /** One request of the list: what is to be done, and what its body says. */
    private static final class Part {
        private final ItemBody item = new ItemBody();
        private String path = "";
        private String target = "";
        private boolean replaces = true;

        private void property(String name, JsonParser parser) {
            switch (name) {
                case "Path" -> path = JsonBody.text(parser, name);
                case "Target" -> target = JsonBody.text(parser, name);
                case "Replace" -> replaces = JsonBody.truth(parser, name);
                default -> item.property(name, parser);
            }
        }

        private NativeCall locate(NativeCall call) {
            return item.locate(path.isEmpty() ? call : call.at(call.path().resolve(path, "Path")));
        }
    }

    static void writeItems(NativeCall call, ByteBuf body) {
        BatchWrites writes = new BatchWrites(call);
        JsonBody.readObject(body, (name, parser) -> {
            if (!name.equals("Requests")) {
                throw RefusedException.invalid(name, "is unknown");
            }
            writes.read(parser);
        });
        if (writes.requests.isEmpty()) {
            throw RefusedException.invalid("Requests", "has no requests");
        }
        call.then(
                call.writes().write(writes.requests),
                states -> call.respondJson(Exchange.newHeaders(), json -> writes.write(json, states)),
                writes::fail);
    }

    private void read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RefusedException.invalid("Requests", "is not a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (requests.size() == MAX_REQUESTS) {
                throw RefusedException.invalid("Requests", "has too many requests: max=" + MAX_REQUESTS);
            }
            String field = "Requests[" + requests.size() + "]";
            try {
                requests.add(request(parser, field));
            } catch (RefusedException refusal) {
                throw new RefusedException(
                        refusal.status(), refusal.errorCode(), refusal.getMessage() + " request=" + requests.size());
            }
        }
    }

    /** An object of one property, whose name says what is to be done. */
    private WriteRequest request(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_OBJECT || parser.nextToken() == JsonToken.END_OBJECT) {
            throw RefusedException.invalid(field, "is not an object of one property");
        }
        String kind = parser.currentName();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw RefusedException.invalid(field + "." + kind, "is not an object");
        }
        Part part = new Part();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            part.property(name, parser);
            parser.skipChildren();
        }
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw RefusedException.invalid(field, "is not an object of one property");
        }
        return request(kind, part, part.locate(call), field);
    }

    private static WriteRequest request(String kind, Part part, NativeCall located, String field) {
        long container = located.container().id();
        String path = located.path().path();
        String condition = part.item.condition();
        return switch (kind) {
            case "Put" -> {
                located.require(Action.ITEM_WRITE);
                yield part.item.put(located);
            }
            case "Update" -> {
                located.require(Action.ITEM_WRITE);
                yield part.item.update(located);
            }
            case "Delete" -> {
                located.require(Action.ITEM_DELETE);
                yield new DeleteRequest(container, path, condition, 0);
            }
            case "Check" -> {
                located.require(Action.ITEM_READ);
                yield CheckRequest.of(container, path, condition);
            }
            case "Rename" -> {
                String target = Renames.target(located, part.target);
                yield new RenameRequest(container, path, target, part.replaces, condition, 0);
            }
            default -> throw RefusedException.invalid(field, "is none of Put, Update, Delete, Check and Rename");
        };
    }

    private void write(JsonGenerator json, List<Optional<ItemState>> states) {
        json.writeArrayPropertyStart("Items");
        for (int i = 0; i < states.size(); i++) {
            WriteRequest request = requests.get(i);
            json.writeStartObject();
            json.writeStringProperty(
                    "Path", request instanceof RenameRequest rename ? rename.target() : request.path());
            states.get(i).ifPresent(state -> {
                json.writeNumberProperty("Version", state.version());
                json.writeNumberProperty("ModifiedSec", Math.floorDiv(state.modifiedNs(), NANOS));
                json.writeNumberProperty("ModifiedNSec", Math.floorMod(state.modifiedNs(), NANOS));
            });
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Says which request it was that all are refused for. */
    private void fail(Throwable failure) {
        Throwable told = NativeErrors.of(failure);
        Throwable cause = failure.getCause() instanceof EngineException wrapped ? wrapped : failure;
        int index = cause instanceof EngineException refusal ? refusal.failedIndex() : -1;
        if (index < 0 || !(told instanceof RefusedException refusal)) {
            call.exchange().fail(told);
            return;
        }
        String message = refusal.getMessage();
        call.respondJson(refusal.status(), Exchange.newHeaders(), json -> {
            json.writeNumberProperty("ErrorCode", refusal.errorCode());
            json.writeStringProperty("ErrorMessage", message == null ? "" : message);
            json.writeNumberProperty("FailedIndex", index);
        });
    }
}
