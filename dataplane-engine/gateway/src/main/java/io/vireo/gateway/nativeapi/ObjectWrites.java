package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vireo.client.DeleteRequest;
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

/** PUT, append, writing of ranges and DELETE of objects, and making of directories. */
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
            upload(call);
        } else if (range.strip().equals(APPEND_RANGE) || range.strip().equals("bytes=" + APPEND_RANGE)) {
            append(call);
        } else {
            write(call, ByteRange.parse(range.strip()));
        }
    }

    /** Bytes in place of those of a range; behind the end, what is between reads as zeros. */
    private static void write(NativeCall call, @Nullable ByteRange range) {
        if (range == null || range.isSuffix()) {
            throw RefusedException.invalid(
                    "Range", "is none of: absent; -1, which appends; bytes=first-last; bytes=first-");
        }
        long length = call.exchange().contentLength();
        boolean hasLast = range.last() != Long.MAX_VALUE;
        if (hasLast && length != range.length()) {
            throw RefusedException.invalid(
                    "Range", "is of another length than the body: range=" + range.length() + " body=" + length);
        }
        if (length >= 0 && length <= MAX_WHOLE_BYTES) {
            call.exchange().receiveWhole(MAX_WHOLE_BYTES, body -> {
                PutRequest put = request(call, PutRequest.Mode.WRITE, ByteBufUtil.getBytes(body), 0);
                call.then(
                        call.writes().put(put.at(range.first())),
                        call::respondWritten,
                        failure -> failPut(call, failure));
            });
        } else {
            Upload upload =
                    call.data().upload(call.container().id(), call.path().path());
            PutRequest put = request(call, PutRequest.Mode.WRITE, null, 0).at(range.first());
            call.exchange().receive(new UploadReceiver(call, upload, put));
        }
    }

    // ---- bodies

    private static void upload(NativeCall call) {
        long length = call.exchange().contentLength();
        if (length >= 0 && length <= MAX_WHOLE_BYTES) {
            call.exchange().receiveWhole(MAX_WHOLE_BYTES, body -> {
                PutRequest put = request(call, PutRequest.Mode.MERGE, ByteBufUtil.getBytes(body), 0);
                call.then(call.writes().put(put), call::respondWritten, failure -> failPut(call, failure));
            });
        } else {
            stream(call, PutRequest.Mode.MERGE);
        }
    }

    private static void stream(NativeCall call, PutRequest.Mode mode) {
        Upload upload = call.data().upload(call.container().id(), call.path().path());
        call.exchange().receive(new UploadReceiver(call, upload, request(call, mode, null, 0)));
    }

    private static void append(NativeCall call) {
        long length = call.exchange().contentLength();
        if (length >= 0 && length <= MAX_WHOLE_BYTES) {
            call.exchange().receiveWhole(MAX_WHOLE_BYTES, body -> append(call, ByteBufUtil.getBytes(body), true));
        } else {
            stream(call, PutRequest.Mode.APPEND);
        }
    }

    /** @param mayWriteAnew whether a body in too many short pieces is to be written anew before */
    private static void append(NativeCall call, byte[] tail, boolean mayWriteAnew) {
        PutRequest put = request(call, PutRequest.Mode.APPEND, tail, 0);
        call.then(call.writes().put(put), call::respondWritten, failure -> {
            if (mayWriteAnew && ObjectReads.isStatus(failure, EngineStatus.TOO_LARGE)) {
                BodyRewrite.run(call, () -> append(call, tail, false), () -> {});
            } else {
                failPut(call, failure);
            }
        });
    }

    /** The attributes that are there stay, as those of a file that is written do. */
    static PutRequest request(NativeCall call, PutRequest.Mode mode, byte @Nullable [] body, long expectedVersion) {
        return new PutRequest(
                call.container().id(),
                call.path().path(),
                mode,
                ItemKind.ITEM,
                new TreeMap<>(),
                body,
                "",
                expectedVersion,
                0,
                null);
    }

    static void failPut(NativeCall call, Throwable failure) {
        if (ObjectReads.isStatus(failure, EngineStatus.WRONG_KIND)) {
            throw new RefusedException(409, NativeErrors.IS_DIRECTORY, "Is a directory");
        }
        call.exchange().fail(NativeErrors.of(failure));
    }

    /** Hands the pieces of a request body to the engine, one at a time. */
    private static final class UploadReceiver implements BodyReceiver {
        private final NativeCall call;
        private final Upload upload;
        private final PutRequest put;
        private boolean isWriting;
        private boolean isEnded;
        private boolean isWrittenAnew;

        /** @param put to do with the body in the end */
        UploadReceiver(NativeCall call, Upload upload, PutRequest put) {
            this.call = call;
            this.upload = upload;
            this.put = put;
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
            call.then(upload.commit(put, call.token()), call::respondWritten, failure -> {
                boolean isInPieces = put.mode() == PutRequest.Mode.APPEND
                        && !isWrittenAnew
                        && ObjectReads.isStatus(failure, EngineStatus.TOO_LARGE);
                if (isInPieces) {
                    isWrittenAnew = true;
                    BodyRewrite.run(call, this::commit, upload::close);
                } else {
                    upload.close();
                    failPut(call, failure);
                }
            });
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
                    call.writes()
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
                call.writes()
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
