package io.vireo.client;

import io.vireo.channel.message.ReplyEngineReader;
import io.vireo.channel.message.RequestWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks every reactor what it says of itself. */
final class Reports {
    private final EngineLoop loop;

    Reports(EngineLoop loop) {
        this.loop = loop;
    }

    CompletableFuture<EngineReport> read() {
        return ask(0).thenCompose(first -> {
            List<CompletableFuture<EngineReport>> others = new ArrayList<>();
            for (int reactor = 1; reactor < first.reactorCount(); reactor++) {
                others.add(ask(reactor));
            }
            return CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
                    .thenApply(_ -> others.stream().map(CompletableFuture::join).reduce(first, EngineReport::with));
        });
    }

    private CompletableFuture<EngineReport> ask(int reactor) {
        Call<EngineReport> call =
                new Call<>(0, "", RequestWriter::setPing, (reply, _) -> report(reply.engine())).toReactor(reactor);
        loop.execute(() -> loop.submit(call));
        return call.future();
    }

    private static EngineReport report(ReplyEngineReader engine) {
        return new EngineReport(
                (int) Math.max(1, engine.reactorCount()),
                engine.itemCount(),
                engine.storedBytes(),
                engine.journalBytes(),
                engine.feedBytes(),
                engine.indexBytes(),
                engine.indexBudgetBytes(),
                engine.damageCount(),
                engine.damage(),
                engine.diskAccess());
    }
}
