package io.vireo.gateway.nativeapi;

import io.netty.util.AsciiString;
import io.vireo.client.Item;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import java.util.function.Consumer;

/**
 * Finds the object that a GET names by its inode number, with the time of its creation in header fields. The engine keeps no order
 * by inode: the whole container is looked through, one page at a time, as long as the client waits.
 */
final class InodeLookup {
    private static final int PAGE = 1;
    private static final long NANOS = 1_000_000_000L;

    private InodeLookup() {}

    /** Whether the request names an object so. */
    static boolean isWanted(NativeCall call) {
        return call.exchange().header(HttpFields.CTIME_SEC) != null;
    }

    /** Runs the action with the same request about the object's path, or answers that there is none. */
    static void find(NativeCall call, Consumer<NativeCall> action) {
        Exchange exchange = call.exchange();
        long inode = JsonBody.wholeNumber(call.path().path(), "path", 0, Long.MAX_VALUE);
        long seconds = field(exchange, HttpFields.CTIME_SEC, Long.MAX_VALUE / NANOS - 1);
        long nanos = field(exchange, HttpFields.CTIME_NSEC, NANOS - 1);
        String filter =
                "__inode_number == " + inode + " and __ctime_secs == " + seconds + " and __ctime_nsecs == " + nanos;
        ListRequest request = new ListRequest(
                call.container().id(),
                "",
                "",
                PAGE,
                true,
                ListRequest.Directories.EXCLUDE,
                filter,
                Projection.NONE,
                0,
                0,
                "");
        read(call, request, action);
    }

    private static void read(NativeCall call, ListRequest request, Consumer<NativeCall> action) {
        if (call.exchange().isCancelled()) {
            return;
        }
        call.then(call.data().list(request), page -> {
            if (!page.entries().isEmpty()) {
                Item found = page.entries().getFirst();
                action.accept(call.at(call.path().top().resolve(found.path(), "path")));
            } else if (page.isLast()) {
                throw NativeErrors.notFound();
            } else {
                read(call, request.after(page.nextMarker()), action);
            }
        });
    }

    private static long field(Exchange exchange, AsciiString name, long max) {
        String text = exchange.header(name);
        return JsonBody.wholeNumber(text == null ? "" : text, name.toString(), 0, max);
    }
}
