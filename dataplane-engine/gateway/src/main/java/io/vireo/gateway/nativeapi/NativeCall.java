package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.client.DataClient;
import io.vireo.client.ItemState;
import io.vireo.client.Token;
import io.vireo.client.WriteOnce;
import io.vireo.gateway.TenantView.Container;
import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.DateField;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.ResourcePath;
import io.vireo.policy.Action;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One request of the native API: who asks for what, and where the answer goes.
 *
 * @param exchange the request
 * @param caller who asks
 * @param container that the path names
 * @param path in the container
 * @param data reaches the engine
 * @param key by which a write is known that may come again; null: it is done as often as it comes
 */
record NativeCall(
        Exchange exchange,
        Caller caller,
        Container container,
        ResourcePath path,
        DataClient data,
        @Nullable IdempotencyKey key) {
    private static final long NANOS = 1_000_000_000L;

    /** The same request about another path. */
    NativeCall at(ResourcePath other) {
        return new NativeCall(exchange, caller, container, other, data, key);
    }

    /** What the engine knows the request by, if it may come again. */
    @Nullable Token token() {
        return key == null ? null : key.token();
    }

    /** Writes that are done once for the key of the request. */
    WriteOnce writes() {
        return data.once(token());
    }

    /** Refuses what the caller may not do to the path. */
    void require(Action action) {
        caller.require(action, path.policyName(container.name()));
    }

    /** Runs the action with the result on the exchange's thread, or answers with the failure. */
    <T extends @Nullable Object> void then(CompletableFuture<T> future, Consumer<T> action) {
        then(future, action, failure -> exchange.fail(NativeErrors.of(failure)));
    }

    /** Runs one of the two on the exchange's thread. */
    <T extends @Nullable Object> void then(
            CompletableFuture<T> future, Consumer<T> action, Consumer<Throwable> failureAction) {
        future.whenCompleteAsync(
                (result, failure) -> {
                    try {
                        if (failure == null) {
                            action.accept(result);
                        } else {
                            failureAction.accept(failure);
                        }
                    } catch (RuntimeException fault) {
                        exchange.fail(NativeErrors.of(fault));
                    }
                },
                exchange.executor());
    }

    /** An empty 200, with what an item's state says. */
    void respondWritten(ItemState state) {
        HttpHeaders headers = Exchange.newHeaders();
        addState(headers, state);
        exchange.respond(200, headers);
    }

    /** A JSON object. */
    void respondJson(HttpHeaders headers, Consumer<JsonGenerator> properties) {
        respondJson(200, headers, properties);
    }

    /** A JSON object with a status of its own. */
    void respondJson(int status, HttpHeaders headers, Consumer<JsonGenerator> properties) {
        ByteBuf body = JsonBody.writeObject(exchange.allocator(), properties);
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON);
        exchange.respond(status, headers, body);
    }

    /** Modification time in both forms, and the version as an entity tag. */
    static void addState(HttpHeaders headers, ItemState state) {
        long seconds = Math.floorDiv(state.modifiedNs(), NANOS);
        headers.set(HttpFields.LAST_MODIFIED, DateField.format(seconds));
        headers.set(
                HttpFields.TRANSACTION_VERIFIER,
                "__mtime_secs==" + seconds + " and __mtime_nsecs==" + Math.floorMod(state.modifiedNs(), NANOS));
        headers.set(
                HttpFields.ETAG,
                "\"" + Long.toHexString(state.inode()) + "-" + Long.toHexString(state.version()) + "\"");
    }
}
