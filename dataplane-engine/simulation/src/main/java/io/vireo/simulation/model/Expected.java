package io.vireo.simulation.model;

import io.vireo.channel.message.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to an operation must be when it takes effect at one moment.
 *
 * @param also another status that will do; the same when none will
 * @param state after a write, or that is read; null when there is none to show
 * @param parts of a batch, with the index of the one that fails
 */
public record Expected(Status status, Status also, @Nullable ItemState state, List<Expected> parts, int failedIndex) {
    static Expected refused(Status status) {
        return new Expected(status, status, null, List.of(), -1);
    }

    static Expected refused(Status status, Status also) {
        return new Expected(status, also, null, List.of(), -1);
    }

    static Expected done(@Nullable ItemState state) {
        return new Expected(Status.OK, Status.OK, state, List.of(), -1);
    }

    boolean isDone() {
        return status == Status.OK;
    }

    boolean admits(Status found) {
        return found == status || found == also;
    }

    @Override
    public String toString() {
        return status + (state == null ? "" : " " + state) + (parts.isEmpty() ? "" : " " + parts);
    }
}
