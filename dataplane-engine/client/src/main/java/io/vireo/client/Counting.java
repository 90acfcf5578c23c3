package io.vireo.client;

import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Counts: has every reactor count what it owns, slice by slice, and adds up what they say. */
final class Counting {
    private record Slice(long count, String nextMarker) {}

    private final EngineLoop loop;
    private final Listing listing;

    Counting(EngineLoop loop, Listing listing) {
        this.loop = loop;
        this.listing = listing;
    }

    CompletableFuture<Long> count(CountRequest request) {
        int reactorCount = loop.reactorCount();
        if (reactorCount == 0) {
            return listing.whenConnected().thenCompose(_ -> count(request));
        }
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int reactor = 0; reactor < reactorCount; reactor++) {
            answers.add(count(request, reactor, "", 0));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((_, _) -> sum(answers));
    }

    private CompletableFuture<Long> count(CountRequest request, int reactor, String marker, long before) {
        return slice(request, reactor, marker).thenCompose(slice -> {
            long count = before + slice.count();
            return slice.nextMarker().isEmpty()
                    ? CompletableFuture.completedFuture(count)
                    : count(request, reactor, slice.nextMarker(), count);
        });
    }

    private CompletableFuture<Slice> slice(CountRequest request, int reactor, String marker) {
        Call<Slice> call = new Call<>(
                        request.container(),
                        request.directory(),
                        writer -> encode(writer.initList(), request, marker),
                        (reply, _) -> new Slice(
                                reply.counted().count(), reply.counted().countMarker()))
                .toReactor(reactor);
        loop.execute(() -> loop.submit(call));
        return call.future();
    }

    private static void encode(RequestScanWriter scan, CountRequest request, String marker) {
        scan.countOnly(true)
                .recursive(request.recursive())
                .directories(request.recursive() ? RequestScanDirectories.INCLUDE : RequestScanDirectories.EXCLUDE);
        if (!marker.isEmpty()) {
            scan.marker(marker);
        }
        if (!request.filter().isEmpty()) {
            scan.filter(request.filter());
        }
        if (!request.prefix().isEmpty()) {
            scan.prefix(request.prefix());
        }
    }

    /** A reactor that has nothing of a directory says that there is none, which only all of them together know. */
    private static long sum(List<CompletableFuture<Long>> answers) {
        long sum = 0;
        Throwable absence = null;
        boolean isThere = false;
        for (CompletableFuture<Long> answer : answers) {
            if (!answer.isCompletedExceptionally()) {
                sum += answer.join();
                isThere = true;
            } else if (Listing.isAbsence(answer.exceptionNow())) {
                absence = answer.exceptionNow();
            } else {
                throw new CompletionException(answer.exceptionNow());
            }
        }
        if (!isThere && absence != null) {
            throw new CompletionException(absence);
        }
        return sum;
    }
}
