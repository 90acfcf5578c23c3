package io.vireo.simulation;

import io.vireo.channel.Grant;
import io.vireo.channel.message.RequestProjection;
import io.vireo.simulation.client.SimulatedConnection;
import io.vireo.simulation.model.Guard;
import io.vireo.simulation.model.Operation;
import io.vireo.simulation.world.Dice;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends what none of ours would: bytes of no meaning, requests with some bytes changed, places outside its arena, and requests for a container that it was not given. It takes
 * its replies when it likes. It may lose its channel; the model, which knows nothing of it, sees whether anybody else notices. Threads: one.
 */
final class Hostile {
    private static final int RING_CAPACITY = 1 << 12;
    private static final int ARENA_LENGTH = 1 << 16;
    private static final int MESSAGE_LENGTH = 2_000;
    private static final int KINDS = 3;
    private static final int MOST_AT_ONCE = 8;

    private static final Grant GRANT = new Grant(
            "00000000-0000-0000-0000-000000000002",
            List.of(new Grant.Scope(Keyspace.CONTAINER + 1, "", Set.of(Grant.Action.values()))),
            0);

    private final Node node;
    private final Plan plan;
    private final Dice dice;

    /** Whether it asks for what it may not have, again and again, and takes no reply. */
    private final boolean isGreedy;

    private final RequestEncoder encoder = new RequestEncoder(Arena.ofAuto().allocate(1 << 16, 8));
    private @Nullable SimulatedConnection connection;

    Hostile(Node node, Plan plan, Dice dice) {
        this.node = node;
        this.plan = plan;
        this.dice = dice;
        this.isGreedy = dice.nextBoolean();
    }

    /** Sends something. The engine is up. */
    void act() {
        SimulatedConnection open = connection;
        if (open == null || open.isClosed()) {
            int reactor = dice.between(0, plan.reactors() - 1);
            open = node.connect(reactor, GRANT, RING_CAPACITY, ARENA_LENGTH, () -> {});
            connection = open;
        }
        if (isGreedy) {
            askForMore(open);
            return;
        }
        if (dice.nextBoolean()) {
            open.arena()
                    .set(ValueLayout.JAVA_LONG_UNALIGNED, dice.between(0, ARENA_LENGTH - Long.BYTES), dice.nextLong());
        }
        int kind = dice.between(0, KINDS - 1);
        byte[] message =
                dice.chance(0.3) ? noise() : changed(encoder.operation(request(), dice.nextLong(), dice.nextLong()));
        open.send(kind, message);
        node.note("a hostile client sends " + message.length + " bytes of kind " + kind);
        while (dice.chance(0.6)) {
            open.take();
        }
    }

    private void askForMore(SimulatedConnection open) {
        int count = 0;
        while (count < MOST_AT_ONCE && open.send(0, encoder.operation(request(), 0, 0))) {
            count++;
        }
        node.note("a greedy client sends " + count + " requests");
    }

    /** It goes away. */
    void end() {
        SimulatedConnection open = connection;
        if (open != null && !open.isClosed()) {
            open.die();
        }
        connection = null;
    }

    private byte[] noise() {
        byte[] bytes = new byte[dice.between(0, MESSAGE_LENGTH)];
        dice.nextBytes(bytes);
        return bytes;
    }

    private byte[] changed(byte[] message) {
        for (int i = dice.between(0, 3); i > 0; i--) {
            message[dice.nextInt(message.length)] = (byte) dice.nextInt();
        }
        return message;
    }

    private Operation request() {
        long id = dice.nextLong();
        String path = "items/" + dice.nextInt(4);
        return switch (dice.nextInt(4)) {
            case 0 -> new Operation.Update(id, path, new Operation.Change(1, false), null, true, Guard.ALWAYS, 0);
            case 1 -> new Operation.Delete(id, path, Guard.ALWAYS, 0);
            case 2 -> new Operation.Append(id, "streams/s0/0", List.of("stolen|key"));
            default ->
                new Operation.Get(
                        id,
                        path,
                        RequestProjection.USER,
                        List.of(),
                        dice.nextLong(),
                        dice.nextInt(Integer.MAX_VALUE),
                        true,
                        0,
                        Guard.ALWAYS,
                        0);
        };
    }
}
