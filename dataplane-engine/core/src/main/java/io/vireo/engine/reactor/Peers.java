package io.vireo.engine.reactor;

import io.vireo.channel.Placement;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.IndexChange;
import io.vireo.engine.secondary.EntryDelivery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a reactor says to the others, and asks of them: nothing is shared, each question and each answer is a task in an inbox. Methods are called, and their
 * callbacks run, on the reactor's own thread.
 */
final class Peers implements EntryDelivery {
    private final ReactorState self;
    private final List<ReactorState> all;
    private final List<ReactorState> others;

    /** Counts answers. Touched by the reactor that asked alone. */
    private static final class Answers {
        private final Set<Key> named = new HashSet<>();
        private int missing;

        Answers(int missing) {
            this.missing = missing;
        }

        /** Whether this was the last. */
        boolean add(Set<Key> more) {
            named.addAll(more);
            return --missing == 0;
        }
    }

    Peers(ReactorState self, List<ReactorState> all) {
        this.self = self;
        this.all = List.copyOf(all);
        this.others = all.stream().filter(state -> !state.equals(self)).toList();
    }

    boolean isEmpty() {
        return others.isEmpty();
    }

    /** The index of our own reactor. */
    int own() {
        return all.indexOf(self);
    }

    /** Of our own reactor. */
    Coordinator coordinator() {
        return self.coordinator();
    }

    /** Has a reactor do something, on its own thread. */
    void tell(int reactor, Consumer<ReactorState> task) {
        ReactorState other = all.get(reactor);
        other.inbox().post(() -> task.accept(other));
    }

    /** Tells all others what became of our streams; once they know, goes on. */
    void tellOfStreams(Map<Key, @Nullable Item> changes, Runnable next) {
        if (changes.isEmpty() || others.isEmpty()) {
            next.run();
            return;
        }
        Answers answers = new Answers(others.size());
        for (ReactorState other : others) {
            other.inbox().post(() -> {
                changes.forEach(other.streams()::learn);
                self.inbox().post(() -> finish(answers, Set.of(), _ -> next.run()));
            });
        }
    }

    /** Asks all others below which of these directories they have something; the answer is those below which one has. */
    void askForChildren(List<Key> directories, Consumer<Set<Key>> next) {
        Answers answers = new Answers(others.size());
        for (ReactorState other : others) {
            other.inbox().post(() -> {
                Set<Key> parents = new HashSet<>(directories);
                parents.removeIf(directory -> !other.partitions().hasChildren(directory));
                self.inbox().post(() -> finish(answers, parents, next));
            });
        }
    }

    @Override
    public int reactorOf(Key key) {
        return Placement.reactor(self.partitions().numberOf(key), others.size() + 1);
    }

    @Override
    public void deliver(int reactor, List<IndexChange> changes, Runnable done) {
        if (reactor == self.index()) {
            self.secondary().take(changes, done);
            return;
        }
        for (ReactorState other : others) {
            if (other.index() == reactor) {
                other.inbox().post(() -> other.secondary()
                        .take(changes, () -> self.inbox().post(done)));
            }
        }
    }

    private static void finish(Answers answers, Set<Key> named, Consumer<Set<Key>> next) {
        if (answers.add(named)) {
            next.accept(answers.named);
        }
    }
}
