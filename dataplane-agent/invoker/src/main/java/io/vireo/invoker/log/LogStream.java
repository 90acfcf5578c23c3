package io.vireo.invoker.log;

import io.vireo.client.Appended;
import io.vireo.client.DataClient;
import io.vireo.client.ItemState;
import io.vireo.client.NewRecord;
import io.vireo.client.SeekTo;
import io.vireo.client.StreamPage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The stream that holds one function's log. A door for tests: an engine that fails at will stands behind it there. */
interface LogStream {

    /** Makes the stream. */
    CompletableFuture<ItemState> create();

    /** Appends rows, all or none. */
    CompletableFuture<Appended> append(List<NewRecord> rows);

    /** The sequence number of a place. */
    CompletableFuture<Long> seek(SeekTo place);

    /** Rows from a sequence number on. */
    CompletableFuture<StreamPage> read(long location, int limit);

    /** The stream of a function in the engine. */
    static LogStream of(DataClient data, long container, String function) {
        String path = "functions/" + function + "/log";
        return new LogStream() {
            private static final int RETENTION_SECONDS = 30 * 24 * 3600;

            @Override
            public CompletableFuture<ItemState> create() {
                return data.createStream(container, path, 1, RETENTION_SECONDS);
            }

            @Override
            public CompletableFuture<Appended> append(List<NewRecord> rows) {
                return data.append(container, path, 0, rows);
            }

            @Override
            public CompletableFuture<Long> seek(SeekTo place) {
                return data.seek(container, path, 0, place);
            }

            @Override
            public CompletableFuture<StreamPage> read(long location, int limit) {
                return data.read(container, path, 0, location, limit);
            }
        };
    }
}
