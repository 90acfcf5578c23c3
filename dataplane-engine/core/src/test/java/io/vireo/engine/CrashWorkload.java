package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Placement;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes to an engine that is killed under it, and knows what must be there afterwards.
 *
 * <p>Each slot is written with ever greater numbers: by a put with a body that is made of its number, by a batch over two items, by an update, or by an
 * append. Afterwards a slot must hold a number from the last acknowledged to the last one asked for, all of it.
 */
final class CrashWorkload {
    private static final int PARTITIONS = 4;
    private static final int DEPTH = 16;
    private static final int BODY_ROOM = 128 << 10;

    /** One that is written over and over. */
    private static final class Slot {
        final Kind kind;
        final String path;
        final String pairPath;
        long acknowledged;
        long asked;

        Slot(Kind kind, String path, String pairPath) {
            this.kind = kind;
            this.path = path;
            this.pairPath = pairPath;
        }
    }

    private enum Kind {
        BODY,
        PAIR,
        COUNTER,
        SHARD,
        PRESENCE
    }

    private record InFlight(Slot slot, long number, long correlationId) {}

    private final Random random;
    private final List<Slot> slots = new ArrayList<>();
    private boolean isStreamMade;
    private long acknowledgedCount;

    CrashWorkload(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            String path = "pairs/" + i;
            slots.add(new Slot(Kind.BODY, "bodies/" + i, ""));
            slots.add(new Slot(Kind.PAIR, path, partnerOf(path)));
            slots.add(new Slot(Kind.COUNTER, "counters/" + i, ""));
            slots.add(new Slot(Kind.PRESENCE, "presence/" + i, ""));
        }
        slots.add(new Slot(Kind.SHARD, "stream/0", ""));
        slots.add(new Slot(Kind.SHARD, "stream/1", ""));
    }

    long acknowledgedCount() {
        return acknowledgedCount;
    }

    private static String partnerOf(String path) {
        int partition = partition(path);
        for (int i = 0; ; i++) {
            String partner = path + "-partner-" + i;
            if (partition(partner) == partition) {
                return partner;
            }
        }
    }

    private static int partition(String path) {
        return Placement.partition(RunningEngine.CONTAINER, path.getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }

    /**
     * Writes until the engine is gone.
     *
     * @param replied runs after each reply
     */
    void writeUntilGone(TestClient client, Runnable replied) {
        ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
        try {
            if (!isStreamMade) {
                ReplyReader made = client.ask(
                        request -> request.path("stream").initCreateStream().shardCount(2));
                isStreamMade = made.status() == Status.OK || made.status() == Status.EXISTS;
            }
            int turn = 0;
            while (true) {
                Slot slot = slots.get(random.nextInt(slots.size()));
                long number = ++slot.asked;
                inFlight.add(new InFlight(slot, number, send(client, slot, number, turn++ % DEPTH)));
                if (inFlight.size() == DEPTH) {
                    InFlight oldest = inFlight.remove();
                    acknowledge(oldest, client.await(oldest.correlationId()));
                    replied.run();
                }
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("channel is closed");
            takeLastReplies(client, inFlight);
        }
    }

    private void takeLastReplies(TestClient client, ArrayDeque<InFlight> inFlight) {
        for (InFlight request : inFlight) {
            if (client.hasReply(request.correlationId())) {
                acknowledge(request, client.await(request.correlationId()));
            }
        }
    }

    private void acknowledge(InFlight request, ReplyReader reply) {
        boolean isDone = reply.status() == Status.OK;
        assertThat(isDone)
                .as(request.slot().path + " " + reply.status() + " " + reply.message())
                .isTrue();
        request.slot().acknowledged = Math.max(request.slot().acknowledged, request.number());
        acknowledgedCount++;
    }

    private long send(TestClient client, Slot slot, long number, int room) {
        return switch (slot.kind) {
            case BODY -> {
                byte[] body = body(number);
                // Each request in flight has a room of its own: the engine reads it when it comes to it.
                long offset = (long) room * BODY_ROOM;
                client.fillArena(offset, body);
                yield client.send(request -> put(request.path(slot.path), number)
                        .bodyOffset(offset)
                        .bodyLength(body.length)
                        .put()
                        .body(RequestPutBodySource.ARENA));
            }
            case PAIR ->
                client.send(request -> {
                    var requests = request.initBatch().initRequests(2);
                    put(requests.get(0).container(RunningEngine.CONTAINER).path(slot.path), number);
                    put(requests.get(1).container(RunningEngine.CONTAINER).path(slot.pairPath), number);
                });
            case COUNTER ->
                client.send(request -> request.path(slot.path)
                        .initUpdate()
                        .expression("number = if_not_exists(number, 0) + 1")
                        .createIfMissing(true));
            case SHARD ->
                client.send(request -> request.path(slot.path)
                        .initAppend()
                        .initRecords(1)
                        .get(0)
                        .data(ByteBuffer.allocate(8).putLong(number).array()));
            case PRESENCE ->
                client.send(request -> {
                    if (number % 2 == 1) {
                        put(request.path(slot.path), number);
                    } else {
                        request.path(slot.path).initDelete();
                    }
                });
        };
    }

    private static PutRequest put(RequestWriter request, long number) {
        var put = request.initPut();
        put.initAttributes(1).get(0).name("number").initValue().integer(number);
        return new PutRequest(request, put);
    }

    private record PutRequest(RequestWriter request, io.vireo.channel.message.RequestPutWriter put) {
        PutRequest bodyOffset(long offset) {
            request.bodyOffset(offset);
            return this;
        }

        PutRequest bodyLength(int length) {
            request.bodyLength(length);
            return this;
        }
    }

    private static byte[] body(long number) {
        byte[] body = new byte[(int) (number * 7919 % 90_000)];
        Arrays.fill(body, (byte) number);
        return body;
    }

    /** Checks every slot on an engine that was started again, and goes on from what it holds. */
    void check(TestClient client) {
        for (Slot slot : slots) {
            long found =
                    switch (slot.kind) {
                        case BODY -> bodyNumber(client, slot);
                        case PAIR -> pairNumber(client, slot);
                        case COUNTER -> number(get(client, slot.path, 0));
                        case SHARD -> shardNumber(client, slot);
                        case PRESENCE -> presenceNumber(client, slot);
                    };
            assertThat(found).as(slot.path).isBetween(slot.acknowledged, slot.asked);
            slot.acknowledged = found;
            slot.asked = found;
        }
    }

    private static long bodyNumber(TestClient client, Slot slot) {
        ReplyReader reply = get(client, slot.path, BODY_ROOM);
        long number = number(reply);
        byte[] found = client.arena(TestClient.REPLY_OFFSET, (int) reply.bodyLength());
        assertThat(found).as(slot.path).isEqualTo(number == 0 ? new byte[0] : body(number));
        return number;
    }

    private static long pairNumber(TestClient client, Slot slot) {
        long first = number(get(client, slot.path, 0));
        long second = number(get(client, slot.pairPath, 0));
        assertThat(first).as(slot.path + " all or nothing").isEqualTo(second);
        return first;
    }

    private static long presenceNumber(TestClient client, Slot slot) {
        long number = number(get(client, slot.path, 0));
        if (number > 0) {
            return number;
        }
        // Not there: the last number that took effect is even, or none did. An acknowledged odd one would be more than
        // this.
        return slot.asked - slot.asked % 2;
    }

    private long shardNumber(TestClient client, Slot slot) {
        if (!isStreamMade) {
            return 0;
        }
        long location = Math.max(1, slot.acknowledged - 20);
        long last = location - 1;
        while (true) {
            long from = location;
            ReplyReader page = client.ask(
                    request -> request.path(slot.path).initRead().location(from).limit(1_000));
            assertThat(page.status()).as(slot.path + " " + page.message()).isEqualTo(Status.OK);
            var records = page.records().page();
            for (int i = 0; i < records.count(); i++) {
                long sequence = records.get(i).sequence();
                assertThat(sequence).as(slot.path).isEqualTo(last + 1);
                assertThat(ByteBuffer.wrap(records.get(i).data().toByteArray()).getLong())
                        .as(slot.path)
                        .isEqualTo(sequence);
                last = sequence;
            }
            location = page.records().nextLocation();
            if (records.count() == 0) {
                return last;
            }
        }
    }

    private static ReplyReader get(TestClient client, String path, int bodyLength) {
        return client.ask(request -> request.path(path)
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(BODY_ROOM)
                .initGet()
                .attributes(RequestProjection.USER)
                .rangeLength(bodyLength));
    }

    /** The number of an item that was read; 0 when it is not there. */
    private static long number(ReplyReader reply) {
        if (reply.status() == Status.NOT_FOUND) {
            return 0;
        }
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        return reply.item().attributes().get(0).value().integer();
    }
}
