package io.vireo.invoker.log;

import io.vireo.client.Appended;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.ItemState;
import io.vireo.client.NewRecord;
import io.vireo.client.SeekTo;
import io.vireo.client.StreamPage;
import io.vireo.client.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stream that a test can break. */
final class MemoryStream implements LogStream {
    final List<StreamRecord> rows = new ArrayList<>();
    boolean exists;
    int appends;
    int pageLength = Integer.MAX_VALUE;

    @Nullable RuntimeException failure;

    List<String> texts() {
        return rows.stream()
                .map(row -> new String(row.data(), StandardCharsets.UTF_8))
                .toList();
    }

    void add(String row) {
        exists = true;
        rows.add(new StreamRecord(rows.size() + 1, 0, row.getBytes(StandardCharsets.UTF_8), new byte[0], ""));
    }

    @Override
    public CompletableFuture<ItemState> create() {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        exists = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Appended> append(List<NewRecord> added) {
        appends++;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (!exists) {
            return absent();
        }
        long first = rows.size() + 1;
        added.forEach(row -> add(new String(row.data(), StandardCharsets.UTF_8)));
        return CompletableFuture.completedFuture(new Appended(first, added.size()));
    }

    @Override
    public CompletableFuture<Long> seek(SeekTo place) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        return exists ? CompletableFuture.completedFuture(rows.size() + 1L) : absent();
    }

    @Override
    public CompletableFuture<StreamPage> read(long location, int limit) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (!exists) {
            return absent();
        }
        int from = (int) Math.min(location - 1, rows.size());
        int to = Math.min(rows.size(), from + Math.min(limit, pageLength));
        return CompletableFuture.completedFuture(
                new StreamPage(List.copyOf(rows.subList(from, to)), to + 1, rows.size() - to, 0));
    }

    private static <T> CompletableFuture<T> absent() {
        return CompletableFuture.failedFuture(new EngineException(EngineStatus.NOT_FOUND, "no such stream"));
    }
}
