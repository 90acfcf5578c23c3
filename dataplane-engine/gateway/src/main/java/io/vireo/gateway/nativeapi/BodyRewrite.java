package io.vireo.gateway.nativeapi;

import io.vireo.client.BodyChunk;
import io.vireo.client.Download;
import io.vireo.client.EngineStatus;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body anew, in long pieces, that lies in too many short ones to be appended to; then the append is done. It stays the same body, so nobody is misled when the client goes
 * away in between, and the append is one write all the same, which may come again.
 */
final class BodyRewrite {
    private final NativeCall call;
    private final Runnable next;
    private final Runnable end;
    private final Download download;
    private final Upload upload;

    private BodyRewrite(NativeCall call, Runnable next, Runnable end, Download download) {
        this.call = call;
        this.next = next;
        this.end = end;
        this.download = download;
        this.upload = call.data().upload(call.container().id(), call.path().path());
    }

    /**
     * Writes the body anew that a call is about.
     *
     * @param next is run then; when somebody else has written or removed it meanwhile, too
     * @param end is run instead when the client has gone away, or was told why it cannot be
     */
    static void run(NativeCall call, Runnable next, Runnable end) {
        call.then(
                call.data().open(call.container().id(), call.path().path(), Projection.NONE, 0, Long.MAX_VALUE, 0),
                download -> new BodyRewrite(call, next, end, download).step(),
                failure -> {
                    if (ObjectReads.isStatus(failure, EngineStatus.NOT_FOUND)) {
                        next.run();
                    } else {
                        end.run();
                        call.exchange().fail(NativeErrors.of(failure));
                    }
                });
    }

    private void step() {
        if (call.exchange().isCancelled()) {
            close();
            end.run();
            return;
        }
        call.then(download.next(), this::write, this::fail);
    }

    private void write(@Nullable BodyChunk chunk) {
        if (chunk == null) {
            commit();
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

    private void commit() {
        long version = download.item().state().version();
        PutRequest put = ObjectWrites.request(call, PutRequest.Mode.MERGE, null, version);
        call.then(upload.commit(put), _ -> goOn(), failure -> {
            if (ObjectReads.isStatus(failure, EngineStatus.VERSION_CHANGED)) {
                goOn();
            } else {
                fail(failure);
            }
        });
    }

    private void goOn() {
        close();
        next.run();
    }

    private void fail(Throwable failure) {
        close();
        end.run();
        ObjectWrites.failPut(call, failure);
    }

    private void close() {
        download.close();
        upload.close();
    }
}
