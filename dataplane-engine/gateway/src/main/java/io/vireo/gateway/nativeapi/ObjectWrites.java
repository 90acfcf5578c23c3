package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vireo.client.BodyChunk;
import io.vireo.client.DeleteRequest;
import io.vireo.client.Download;
import io.vireo.client.EngineStatus;
import io.vireo.client.GetRequest;
import io.vireo.client.ItemKind;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.Upload;
import io.vireo.gateway.http.BodyReceiver;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** PUT, append and DELETE of objects, and making of directories. */
final class ObjectWrites {
    private static final String APPEND_RANGE = "-1";
    /** Bodies up to here go to the engine in one step. */
    private static final int MAX_WHOLE_BYTES = 64 * 1024;

    private ObjectWrites() {}

    static void put(NativeCall call) {
        call.require(Action.ITEM_WRITE);
        String range = call.exchange().header(HttpFields.RANGE);
        if (call.path().isDirectory()) {
            makeDirectory(call);
        } else if (range == null) {
            upload(call, 0);
        } else if (range.strip().equals(APPEND_RANGE) || range.strip().equals("bytes=" + APPEND_RANGE)) {
            append(call);
        } else {
            throw RefusedException.invalid("Range", "is neither absent nor -1, which appends");
        }
    }

    // ---- bodies

    private static void upload(NativeCall call, long expectedVersion) {
        long length = call.exchange().contentLength();
        if (length >= 0 && length <= MAX_WHOLE_BYTES && expectedVersion == 0) {
            call.exchange().receiveWhole(MAX_WHOLE_BYTES, body -> {
                PutRequest put = request(call, ByteBufUtil.getBytes(body), 0);
                call.then(call.data().put(put), call::respondWritten, failure -> failPut(call, failure));
            });
            return;
        }
        Upload upload = call.data().upload(call.container().id(), call.path().path());
        call.exchange().receive(new UploadReceiver(call, upload, expectedVersion));
    }

    /** The body that is there is staged again, and what comes is staged behind it; a writer in between makes it fail, not mix. */
    private static void append(NativeCall call) {
        call.then(
                call.data().open(call.container().id(), call.path().path(), Projection.NONE, 0, Long.MAX_VALUE, 0),
                download -> new Copy(call, download).step(),
                failure -> {
                    if (ObjectReads.isStatus(failure, EngineStatus.NOT_FOUND)) {
                        upload(call, 0);
                    } else {
                        call.exchange().fail(NativeErrors.of(failure));
                    }
                });
    }

    private static PutRequest request(NativeCall call, byte @Nullable [] body, long expectedVersion) {
        return new PutRequest(
                call.container().id(),
                call.path().path(),
                PutRequest.Mode.MERGE, // like a file that is written anew: its attributes stay
                ItemKind.ITEM,
                new TreeMap<>(),
                body,
                "",
                expectedVersion,
                0,
                null);
    }

    private static void failPut(NativeCall call, Throwable failure) {
        if (ObjectReads.isStatus(failure, EngineStatus.WRONG_KIND)) {
            throw new RefusedException(409, NativeErrors.IS_DIRECTORY, "Is a directory");
        }
        call.exchange().fail(NativeErrors.of(failure));
    }

    /** Hands the pieces of a request body to the engine, one at a time. */
    private static final class UploadReceiver implements BodyReceiver {
        private final NativeCall call;
        private final Upload upload;
        private final long expectedVersion;
        private boolean isWriting;
        private boolean isEnded;

        UploadReceiver(NativeCall call, Upload upload, long expectedVersion) {
            this.call = call;
            this.upload = upload;
            this.expectedVersion = expectedVersion;
        }

        @Override
        public void onPiece(ByteBuf piece) {
            isWriting = true;
            call.then(
                    upload.write(piece.nioBuffer()),
                    _ -> {
                        piece.release();
                        isWriting = false;
                        if (isEnded) {
                            commit();
                        } else {
                            call.exchange().pull();
                        }
                    },
                    failure -> {
                        piece.release();
                        upload.close();
                        call.exchange().fail(NativeErrors.of(failure));
                    });
        }

        @Override
        public void onEnd() {
            isEnded = true;
            if (!isWriting) {
                commit();
            }
        }

        @Override
        public void onFailure() {
            upload.close();
        }

        private void commit() {
            if (call.exchange().isCancelled()) {
                upload.close();
                return;
            }
            call.then(upload.commit(request(call, null, expectedVersion)), call::respondWritten, failure -> {
                upload.close();
                failPut(call, failure);
            });
        }
    }

    /** Stages the body that is there, then goes on with what the client sends. */
    private static final class Copy {
        private final NativeCall call;
        private final Download download;
        private final Upload upload;

        Copy(NativeCall call, Download download) {
            this.call = call;
            this.download = download;
            this.upload = call.data().upload(call.container().id(), call.path().path());
        }

        void step() {
            if (call.exchange().isCancelled()) {
                close();
                return;
            }
            call.then(download.next(), this::write, this::fail);
        }

        private void write(@Nullable BodyChunk chunk) {
            if (chunk == null) {
                download.close();
                call.exchange()
                        .receive(new UploadReceiver(
                                call, upload, download.item().state().version()));
                return;
            }
            call.then(
                    upload.write(chunk.bytes()),
                    _ -> {
                        chunk.close();
                        step();
                    },
                    failure -> {
                        chunk.close();
                        fail(failure);
                    });
        }

        private void fail(Throwable failure) {
            close();
            call.exchange().fail(NativeErrors.of(failure));
        }

        private void close() {
            download.close();
            upload.close();
        }
    }

    // ---- directories and removal

    private static void makeDirectory(NativeCall call) {
        Exchange exchange = call.exchange();
        exchange.receiveWhole(0, _ -> {
            if (call.path().path().isEmpty()) {
                exchange.respond(200, Exchange.newHeaders()); // the container is there
                return;
            }
            call.then(
                    call.data()
                            .put(PutRequest.directory(
                                    call.container().id(), call.path().path())),
                    call::respondWritten,
                    failure -> {
                        if (ObjectReads.isStatus(failure, EngineStatus.EXISTS)) {
                            acceptDirectoryThatIsThere(call);
                        } else {
                            exchange.fail(NativeErrors.of(failure));
                        }
                    });
        });
    }

    private static void acceptDirectoryThatIsThere(NativeCall call) {
        call.then(
                call.data().get(GetRequest.of(call.container().id(), call.path().path(), Projection.NONE)), item -> {
                    if (item.state().kind() == ItemKind.ITEM || item.state().kind() == ItemKind.SHARD) {
                        throw new RefusedException(409, NativeErrors.EXISTS, "File exists");
                    }
                    call.respondWritten(item.state());
                });
    }

    static void delete(NativeCall call) {
        call.require(Action.ITEM_DELETE);
        if (call.path().path().isEmpty()) {
            throw new RefusedException(403, NativeErrors.NOT_PERMITTED, "Operation not permitted");
        }
        call.then(
                call.data()
                        .delete(DeleteRequest.of(
                                call.container().id(), call.path().path())),
                _ -> call.exchange().respond(204, Exchange.newHeaders()),
                failure -> {
                    if (ObjectReads.isStatus(failure, EngineStatus.NOT_FOUND)) {
                        refuseIfPrefix(call);
                    } else {
                        call.exchange().fail(NativeErrors.of(failure));
                    }
                });
    }

    /**
     * What is only a prefix of others is a directory that is not empty. A directory that nobody made by name went with the last of
     * what was in it, so its removal then is done already.
     */
    private static void refuseIfPrefix(NativeCall call) {
        call.then(
                call.data()
                        .list(ListRequest.children(
                                call.container().id(), call.path().path(), 1)),
                page -> {
                    if (!page.entries().isEmpty()) {
                        throw new RefusedException(409, NativeErrors.NOT_EMPTY, "Directory not empty");
                    }
                    acceptIfDirectory(call);
                },
                failure -> {
                    if (ObjectReads.isStatus(failure, EngineStatus.NOT_FOUND)) {
                        acceptIfDirectory(call);
                    } else {
                        call.exchange().fail(NativeErrors.of(failure));
                    }
                });
    }

    private static void acceptIfDirectory(NativeCall call) {
        if (!call.path().isDirectory()) {
            throw NativeErrors.notFound();
        }
        call.exchange().respond(204, Exchange.newHeaders());
    }
}
