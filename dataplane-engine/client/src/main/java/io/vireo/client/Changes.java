package io.vireo.client;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ChangeReader;
import io.vireo.channel.message.ReplyChangesReader;
import io.vireo.channel.message.RequestFeedFrom;
import io.vireo.channel.message.RequestFeedImages;
import io.vireo.channel.message.RequestFeedWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Pages of changes. A page that does not fit is asked for again, in more room or with fewer changes. */
final class Changes {
    private static final int ROOM_LENGTH = 512 * 1024;
    private static final int MAX_ROOM_LENGTH = 4 * 1024 * 1024;
    private static final int ROOM_SLACK = 4096;

    private final EngineLoop loop;

    Changes(EngineLoop loop) {
        this.loop = loop;
    }

    CompletableFuture<ChangePage> read(ChangesRequest request) {
        return read(request, request.limit(), ROOM_LENGTH);
    }

    private CompletableFuture<ChangePage> read(ChangesRequest request, int limit, int room) {
        Call<ChangePage> call = new Call<>(
                        request.container(),
                        request.directory(),
                        writer -> encode(writer.initFeed(), request, limit),
                        (reply, _) -> page(reply.changes()))
                .toPartition(request.partition())
                .withRoom(room);
        loop.execute(() -> loop.submit(call));
        return call.future().exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof EngineException refusal && refusal.status() == EngineStatus.TOO_LARGE) {
                long needed = refusal.neededLength() + ROOM_SLACK;
                if (needed > room && needed <= MAX_ROOM_LENGTH) {
                    return read(request, limit, (int) needed);
                }
                if (limit > 1) {
                    return read(request, limit / 2, MAX_ROOM_LENGTH);
                }
            }
            return CompletableFuture.failedFuture(cause);
        });
    }

    private static void encode(RequestFeedWriter feed, ChangesRequest request, int limit) {
        feed.partition(request.partition())
                .from(RequestFeedFrom.of(request.from().ordinal()))
                .limit(limit)
                .images(RequestFeedImages.of(request.images().ordinal()))
                .attributes(Listing.projection(request.projection()))
                .waitMs(request.waitMs());
        if (request.position().length > 0) {
            feed.position(request.position());
        }
        if (request.projection() instanceof Projection.Named(List<String> names)) {
            ValueMessages.write(feed.initNames(names.size()), names);
        }
    }

    private ChangePage page(ReplyChangesReader reply) {
        StructListReader<ChangeReader> page = reply.changePage();
        List<ItemChange> changes = new ArrayList<>(page.count());
        for (int i = 0; i < page.count(); i++) {
            changes.add(change(page.get(i)));
        }
        return new ChangePage(
                changes, reply.nextPosition().toByteArray(), reply.atEnd(), reply.behindBytes(), loop.partitionCount());
    }

    private static ItemChange change(ChangeReader change) {
        return new ItemChange(
                change.position().toByteArray(),
                change.sequence(),
                ItemChange.Kind.values()[change.kind().number()],
                change.path(),
                change.timeNs(),
                change.version(),
                change.firstSequence(),
                (int) change.recordCount(),
                change.hasNewItem() ? ValueMessages.readItem(change.newItem()) : null,
                change.hasOldItem() ? ValueMessages.readItem(change.oldItem()) : null,
                change.hasOldFault() ? change.oldFault() : "");
    }
}
