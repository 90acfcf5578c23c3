package io.vireo.simulation.history;

import io.vireo.channel.message.Status;
import io.vireo.simulation.history.Linearizability.Call;
import io.vireo.simulation.history.Linearizability.Effect;
import io.vireo.simulation.model.Answer;
import io.vireo.simulation.model.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients asked of single items and were told, to be judged afterwards by {@link Linearizability}, which knows nothing of the model. Threads: one. */
public final class History {
    private record Open(Operation operation, long beginNs) {}

    private final Map<Long, Open> open = new HashMap<>();
    private final Map<String, List<Call>> byPath = new TreeMap<>();

    /** Starts empty. */
    public History() {}

    /** A client asks. */
    public void begin(Operation operation, long nowNs) {
        if (effect(operation) != null) {
            open.put(operation.id(), new Open(operation, nowNs));
        }
    }

    private static @org.jspecify.annotations.Nullable Effect effect(Operation operation) {
        return switch (operation) {
            case Operation.Put _, Operation.Update _ -> Effect.WRITE;
            case Operation.Delete _ -> Effect.DELETE;
            case Operation.Get get -> get.handle() == 0 ? Effect.READ : null;
            case Operation.CreateStream _,
                    Operation.Rename _,
                    Operation.Append _,
                    Operation.Seek _,
                    Operation.Read _,
                    Operation.Batch _ -> null;
        };
    }

    /** It was answered. */
    public void answered(Operation operation, Answer answer, boolean isAboutEngine, long nowNs) {
        Open begun = open.get(operation.id());
        if (begun == null || (isAboutEngine && answer.status() == Status.INTERNAL)) {
            return;
        }
        open.remove(operation.id());
        Effect effect = effect(operation);
        if (effect == null || isAboutEngine) {
            return;
        }
        long version = answer.entry() == null ? 0 : answer.entry().version();
        Call call =
                switch (answer.status()) {
                    case OK -> new Call(effect, version, begun.beginNs(), nowNs, true);
                    case NOT_FOUND -> new Call(Effect.READ, 0, begun.beginNs(), nowNs, true);
                    default -> null; // refused by a condition: says nothing of the version
                };
        if (call != null) {
            add(operation.path(), call);
        }
    }

    /** What was not answered so far never will be, and takes no effect after this moment. */
    public void end(long nowNs) {
        for (Open begun : open.values()) {
            Effect effect = effect(begun.operation());
            if (effect == Effect.WRITE || effect == Effect.DELETE) {
                add(begun.operation().path(), new Call(effect, 0, begun.beginNs(), nowNs, false));
            }
        }
        open.clear();
    }

    private void add(String path, Call call) {
        byPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(call);
    }

    /** The calls on each item that was only touched one at a time. */
    public Map<String, List<Call>> byPath() {
        return byPath;
    }
}
