package io.vireo.simulation.world;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The thread beside the reactors: tasks in their order, each some time after it was given. Threads: one. */
public final class Background implements Executor {
    private static final long TASK_NS = 50_000;

    private final World world;
    private final Dice dice;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /** Without tasks. */
    public Background(World world) {
        this.world = world;
        this.dice = world.dice().split();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        world.after(dice.around(TASK_NS), this::runNext);
    }

    private void runNext() {
        @Nullable Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    /** Whether nothing is left to do. */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Does what is left, as a stop that waits for it does. */
    public void finish() {
        while (!tasks.isEmpty()) {
            runNext();
        }
    }
}
