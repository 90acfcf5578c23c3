package io.vireo.invoker.worker;

import io.vireo.invoker.config.FunctionConfig;
import java.util.ArrayList;
import java.util.List;

/** An agent that a test plays. */
final class FakeHost implements WorkerHost {
    record Start(String worker, int index, FunctionConfig function, String token) {}

    record Stop(String worker, String reason, boolean kill) {}

    final List<Start> starts = new ArrayList<>();
    final List<Stop> stops = new ArrayList<>();

    @Override
    public void start(String worker, int index, FunctionConfig function, String token) {
        starts.add(new Start(worker, index, function, token));
    }

    @Override
    public void stop(String worker, String reason, boolean kill) {
        stops.add(new Stop(worker, reason, kill));
    }
}
