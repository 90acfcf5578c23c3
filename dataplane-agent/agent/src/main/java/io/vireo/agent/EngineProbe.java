package io.vireo.agent;

import io.vireo.channel.Grant;
import io.vireo.channel.GrantSigner;
import io.vireo.client.DataClient;
import io.vireo.client.DataClientConfig;
import io.vireo.client.EngineReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the engine what it says of itself, over a channel that may touch no data. Threads: any.
 */
final class EngineProbe implements AutoCloseable {
    private static final long LIMIT_MS = 5_000;

    private final DataClient engine;
    private final Runnable changed;
    private final AtomicBoolean isAsking = new AtomicBoolean();
    private volatile Optional<EngineReport> last = Optional.empty();

    /** @param changed called when it answers again after it did not; must not block */
    EngineProbe(Path engineSocket, GrantSigner signer, Runnable changed) {
        this.engine =
                DataClient.start(DataClientConfig.of(engineSocket), signer.sign(new Grant("agent", List.of(), 0)));
        this.changed = changed;
    }

    /** What it said last, if it has answered since it was last away; begins to ask again. */
    Optional<EngineReport> look() {
        if (isAsking.compareAndSet(false, true)) {
            var _ = engine.report().orTimeout(LIMIT_MS, TimeUnit.MILLISECONDS).whenComplete((report, failure) -> {
                boolean isBack = last.isEmpty() && failure == null;
                last = failure == null ? Optional.of(report) : Optional.empty();
                isAsking.set(false);
                if (isBack) {
                    changed.run();
                }
            });
        }
        return last;
    }

    @Override
    public void close() {
        engine.close();
    }
}
