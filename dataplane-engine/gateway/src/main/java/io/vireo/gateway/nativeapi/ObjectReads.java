package io.vireo.gateway.nativeapi;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.vireo.client.BodyChunk;
import io.vireo.client.Download;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.GetRequest;
import io.vireo.client.ItemKind;
import io.vireo.client.ItemState;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.policy.Action;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** GET and HEAD of an object: its body, whole or a range of it, streamed as fast as the client takes it. */
final class ObjectReads {
    private ObjectReads() {}

    static void head(NativeCall call) {
        call.require(Action.ITEM_READ);
        if (call.path().path().isEmpty()) {
            call.exchange().respond(200, directoryHeaders(null));
            return;
        }
        call.then(
                call.data().get(GetRequest.of(call.container().id(), call.path().path(), Projection.NONE)),
                item -> call.exchange().respond(200, headHeaders(item.state())),
                failure -> directoryOr(call, failure));
    }

    static void get(NativeCall call) {
        call.require(Action.ITEM_READ);
        ByteRange range = ByteRange.parse(call.exchange().header(HttpFields.RANGE));
        if (range != null && range.isSuffix()) {
            call.then(
                    call.data()
                            .get(GetRequest.of(
                                    call.container().id(), call.path().path(), Projection.NONE)),
                    item -> openAt(call, range, item.state()));
        } else if (range != null) {
            open(call, range, range.first(), range.length(), 0);
        } else {
            open(call, null, 0, Long.MAX_VALUE, 0);
        }
    }

    private static void openAt(NativeCall call, ByteRange range, ItemState state) {
        long start = range.start(state.bodyLength());
        open(call, range, start, state.bodyLength() - start, state.version());
    }

    private static void open(
            NativeCall call, @Nullable ByteRange range, long start, long length, long expectedVersion) {
        call.then(
                call.data()
                        .open(
                                call.container().id(),
                                call.path().path(),
                                Projection.NONE,
                                start,
                                length,
                                expectedVersion),
                download -> answer(call, range, download),
                failure -> {
                    if (isStatus(failure, EngineStatus.VERSION_CHANGED)) {
                        get(call); // written between the two steps of a suffix range
                    } else {
                        directoryOr(call, failure);
                    }
                });
    }

    private static void answer(NativeCall call, @Nullable ByteRange range, Download download) {
        Exchange exchange = call.exchange();
        ItemState state = download.item().state();
        if (isDirectory(state)) {
            download.close();
            throw NativeErrors.notFound(); // as a prefix of others is not, either
        }
        long total = state.bodyLength();
        HttpHeaders headers = Exchange.newHeaders();
        NativeCall.addState(headers, state);
        headers.set(HttpFields.ACCEPT_RANGES, "bytes");
        if (range == null) {
            headers.set(HttpFields.CONTENT_TYPE, HttpFields.OCTETS);
            exchange.begin(200, headers, total);
        } else if (range.start(total) >= total) {
            download.close();
            headers.set(HttpFields.CONTENT_RANGE, "bytes */" + total);
            exchange.respond(416, headers);
            return;
        } else {
            long start = range.start(total);
            long end = range.end(total);
            headers.set(HttpFields.CONTENT_TYPE, HttpFields.OCTETS);
            headers.set(HttpFields.CONTENT_RANGE, "bytes " + start + "-" + (end - 1) + "/" + total);
            exchange.begin(206, headers, end - start);
        }
        exchange.onCancel(download::close);
        new BodyPump(call, download).run();
    }

    /** A path that names no item may still be a prefix of others, and so a directory. */
    private static void directoryOr(NativeCall call, Throwable failure) {
        if (!isStatus(failure, EngineStatus.NOT_FOUND)) {
            call.exchange().fail(NativeErrors.of(failure));
            return;
        }
        if (!call.exchange().method().equals(HttpMethod.HEAD)) {
            throw NativeErrors.notFound();
        }
        call.then(
                call.data()
                        .list(ListRequest.children(
                                call.container().id(), call.path().path(), 1)),
                page -> {
                    if (page.entries().isEmpty()) {
                        throw NativeErrors.notFound();
                    }
                    call.exchange().respond(200, directoryHeaders(null));
                });
    }

    private static HttpHeaders headHeaders(ItemState state) {
        if (isDirectory(state)) {
            return directoryHeaders(state);
        }
        HttpHeaders headers = Exchange.newHeaders();
        NativeCall.addState(headers, state);
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.OCTETS);
        headers.set(HttpFields.ACCEPT_RANGES, "bytes");
        headers.set(HttpFields.CONTENT_LENGTH, state.bodyLength());
        return headers;
    }

    private static boolean isDirectory(ItemState state) {
        return state.kind() == ItemKind.DIRECTORY || state.kind() == ItemKind.STREAM;
    }

    private static HttpHeaders directoryHeaders(@Nullable ItemState state) {
        HttpHeaders headers = Exchange.newHeaders();
        if (state != null) {
            NativeCall.addState(headers, state);
        }
        headers.set(HttpFields.CONTENT_LENGTH, 0);
        return headers;
    }

    static boolean isStatus(Throwable failure, EngineStatus status) {
        Throwable cause = failure.getCause() instanceof EngineException wrapped ? wrapped : failure;
        return cause instanceof EngineException refusal && refusal.status() == status;
    }

    /** Moves a body from the engine to the client, one piece at a time, while the client keeps up. */
    private static final class BodyPump implements Runnable {
        private final NativeCall call;
        private final Download download;

        BodyPump(NativeCall call, Download download) {
            this.call = call;
            this.download = download;
        }

        @Override
        public void run() {
            if (call.exchange().isCancelled()) {
                download.close();
                return;
            }
            CompletableFuture<@Nullable BodyChunk> next = download.next();
            if (next.state() == Future.State.SUCCESS) {
                send(next.resultNow()); // came with the first reply
            } else {
                call.then(next, this::send, failure -> {
                    download.close();
                    call.exchange().fail(NativeErrors.of(failure));
                });
            }
        }

        private void send(@Nullable BodyChunk chunk) {
            Exchange exchange = call.exchange();
            if (chunk != null) {
                exchange.write(Unpooled.wrappedBuffer(chunk.bytes()), chunk::close);
            }
            if (chunk == null || download.remaining() == 0) {
                download.close();
                exchange.end();
            } else {
                exchange.onWritable(this);
            }
        }
    }
}
