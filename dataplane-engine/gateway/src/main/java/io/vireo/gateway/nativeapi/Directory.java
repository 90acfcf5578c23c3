package io.vireo.gateway.nativeapi;

import io.vireo.client.EngineStatus;
import io.vireo.client.GetRequest;
import io.vireo.client.ItemKind;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;

/** Tells an empty directory from none. */
final class Directory {
    private Directory() {}

    /** Runs the action when the path of the call is a directory: made by name, a prefix of others, or the container. */
    static void require(NativeCall call, Runnable action) {
        if (call.path().path().isEmpty()) {
            action.run();
            return;
        }
        call.then(
                call.data()
                        .list(ListRequest.children(
                                call.container().id(), call.path().path(), 1)),
                page -> {
                    if (page.entries().isEmpty()) {
                        requireByName(call, action);
                    } else {
                        action.run();
                    }
                });
    }

    private static void requireByName(NativeCall call, Runnable action) {
        call.then(
                call.data().get(GetRequest.of(call.container().id(), call.path().path(), Projection.NONE)), item -> {
                    ItemKind kind = item.state().kind();
                    if (kind != ItemKind.DIRECTORY && kind != ItemKind.STREAM) {
                        throw NativeErrors.notFound();
                    }
                    action.run();
                });
    }

    /** Answers with a failed listing: what is no directory is not there, to who lists. */
    static void fail(NativeCall call, Throwable failure) {
        call.exchange()
                .fail(
                        ObjectReads.isStatus(failure, EngineStatus.WRONG_KIND)
                                ? NativeErrors.notFound()
                                : NativeErrors.of(failure));
    }
}
