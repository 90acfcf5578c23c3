package io.vireo.cli.installation;

import java.io.IOException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells when the status of an installation may have changed: whoever supervises writes pid and status files into its run folder. */
public final class StatusWatch implements AutoCloseable {
    private final WatchService service;

    /** Watches from now on; what changes before the first {@link #await} counts. */
    public StatusWatch(DataDirectory directory) throws IOException {
        service = directory.run().getFileSystem().newWatchService();
        directory
                .run()
                .register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
    }

    /** Waits for a change, at most this long: when somebody dies whom nobody supervises, no file says so. */
    public void await(Duration limit) throws InterruptedException {
        WatchKey key = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
