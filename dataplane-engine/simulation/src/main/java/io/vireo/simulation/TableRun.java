package io.vireo.simulation;

import io.vireo.channel.Grant;
import io.vireo.channel.Placement;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.IndexState;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestQueryRange;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanKeyType;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import io.vireo.channel.message.ValueReader;
import io.vireo.channel.message.ValueWhich;
import io.vireo.simulation.client.SimulatedConnection;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.DiskFaults;
import io.vireo.simulation.world.Violation;
import io.vireo.simulation.world.World;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A run of one engine whose clients write the rows of a table, make indexes of it and drop them, while it is killed and loses its power. After each start, and at the end, the entries of every
 * index must be just those that the rows make, once everything durable is in them. No model is needed: the rows themselves are asked. The same seed gives the same run. Threads: one.
 */
public final class TableRun {
    private static final long CONTAINER = 1;
    private static final String TABLE = "t";
    private static final int ROWS = 30;

    /** Of a table that is filled in several pages. */
    private static final int MANY_ROWS = 400;

    private static final int ARENA_LENGTH = 1 << 20;
    private static final long STEP_LIMIT = 5_000_000;
    private static final long MS = 1_000_000;

    /** Everything durable is in the indexes after so long without a write. */
    private static final long SETTLED_NS = 60_000_000_000L;

    private static final String TENANT = "00000000-0000-0000-0000-000000000001";
    private static final List<String> INDEXES = List.of("city-age", "city", "local-age");

    private final World world;
    private final Node node;
    private final Plan plan;
    private final Dice dice;
    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 16, 8);
    private final RequestWriter request = new RequestWriter();
    private final List<SimulatedConnection> links = new ArrayList<>();
    private final Map<Long, Consumer<ReplyReader>> pending = new TreeMap<>();
    private int life;
    private long lastId;
    private final int rowCount;
    private int operationsLeft;
    private int crashesLeft;
    private long settlingSinceNs;
    private boolean isOver;

    /** What was found when everything was asked. */
    private Set<String> rows = new TreeSet<>();

    private final Map<String, Set<String>> expected = new TreeMap<>();
    private final Map<String, Set<String>> found = new TreeMap<>();
    private long entryCount;

    private TableRun(long seed, int keptEvents) {
        this.dice = new Dice(seed ^ 0x7AB1E);
        this.world = new World(dice.split(), keptEvents);
        this.plan = Plan.draw(dice.split(), dice.split(), dice.split());
        this.node = new Node("node", world, plan, dice.split());
        boolean isLarge = dice.chance(0.3);
        this.rowCount = isLarge ? MANY_ROWS : ROWS;
        this.operationsLeft = isLarge ? dice.between(400, 800) : dice.between(60, 300);
        this.crashesLeft = dice.chance(0.8) ? dice.between(1, 6) : 0;
        node.tell(new Node.Listener() {
            @Override
            public void started() {
                node.disk().setFaults(DiskFaults.NONE); // an entry that cannot be read is told, and nothing to compare
                connect();
            }

            @Override
            public void ended() {
                life++;
                pending.clear();
                links.clear();
            }
        });
        world.after(0, node::start);
        world.after(dice.around(4 * MS), this::crash);
    }

    /**
     * Runs a seed to its end.
     *
     * @throws FailedRun the engine did what it must not
     */
    public static void run(long seed) {
        TableRun run = new TableRun(seed, Simulation.KEPT_EVENTS);
        try {
            long steps = 0;
            while (!run.isOver) {
                if (!run.world.step() || ++steps > STEP_LIMIT) {
                    throw new Violation("run does not come to an end: seed=" + seed);
                }
            }
        } catch (AssertionError | RuntimeException e) {
            throw new FailedRun(seed, e, run.world.trace());
        } finally {
            run.node.abandon();
        }
    }

    private void crash() {
        if (crashesLeft-- <= 0 || isOver) {
            return;
        }
        if (node.isUp()) {
            switch (dice.nextInt(3)) {
                case 0 -> node.disk().losePowerAt(dice.between(1, 6));
                case 1 -> node.losePower();
                default -> node.kill();
            }
        }
        world.after(dice.around(6 * MS), this::crash);
    }

    private void connect() {
        Grant grant = new Grant(TENANT, List.of(new Grant.Scope(CONTAINER, "", Set.of(Grant.Action.values()))), 0);
        for (int reactor = 0; reactor < plan.reactors(); reactor++) {
            int ofLife = life;
            int index = reactor;
            links.add(node.connect(
                    reactor,
                    grant,
                    1 << 16,
                    ARENA_LENGTH,
                    () -> world.after(dice.around(10_000), () -> take(ofLife, index))));
        }
        settlingSinceNs = world.nowNs();
        next(() -> check(0));
    }

    /** Goes on a little later, unless the engine ends before. */
    private void next(Runnable action) {
        int ofLife = life;
        world.after(dice.around(20_000), () -> {
            if (life == ofLife) {
                action.run();
            }
        });
    }

    private void ask(int reactor, String path, Consumer<RequestWriter> content, Consumer<ReplyReader> then) {
        long id = ++lastId;
        request.wrap(buffer, 0, buffer.byteSize())
                .correlationId(id)
                .container(CONTAINER)
                .path(path)
                .replyOffset(0)
                .replyCapacity(ARENA_LENGTH);
        content.accept(request);
        byte[] message = buffer.asSlice(0, request.finish()).toArray(ValueLayout.JAVA_BYTE);
        pending.put(id, then);
        world.note("asks " + id + ": " + path + " reactor=" + reactor);
        if (!links.get(reactor).send(0, message)) {
            throw new Violation("ring is full with one request under way");
        }
        int ofLife = life;
        world.after(SETTLED_NS, () -> {
            if (life == ofLife && pending.containsKey(id)) {
                throw new Violation("no answer: request=" + id);
            }
        });
    }

    private void take(int ofLife, int reactor) {
        while (life == ofLife) {
            SimulatedConnection.Message message = links.get(reactor).take();
            if (message == null) {
                return;
            }
            ReplyReader reply =
                    new ReplyReader().wrap(MemorySegment.ofArray(message.bytes()), 0, message.bytes().length);
            if (message.kind() == 1) {
                byte[] whole = links.get(reactor)
                        .arena()
                        .asSlice(0, reply.bodyLength())
                        .toArray(ValueLayout.JAVA_BYTE);
                reply = new ReplyReader().wrap(MemorySegment.ofArray(whole), 0, whole.length);
            }
            world.note("gets " + reply.correlationId() + ": " + reply.status() + " " + reply.message());
            Consumer<ReplyReader> then = pending.remove(reply.correlationId());
            if (then == null) {
                throw new Violation("answer to nothing that is under way: id=" + reply.correlationId());
            }
            then.accept(reply);
        }
    }

    private int reactorOf(String path) {
        return Placement.reactor(
                Placement.partition(CONTAINER, path.getBytes(StandardCharsets.UTF_8), plan.partitions()),
                plan.reactors());
    }

    // ---- what clients do

    private void act() {
        if (operationsLeft-- <= 0) {
            settlingSinceNs = world.nowNs();
            check(0);
            return;
        }
        int choice = dice.nextInt(100);
        if (choice < 4) {
            create(INDEXES.get(dice.nextInt(INDEXES.size())));
        } else if (choice < 6) {
            drop(INDEXES.get(dice.nextInt(INDEXES.size())));
        } else if (choice < 9) {
            settlingSinceNs = world.nowNs();
            check(0);
        } else {
            write(rowCount == ROWS ? dice.skewed(ROWS) : dice.nextInt(rowCount), choice < 20);
        }
    }

    private void write(int row, boolean isDelete) {
        String path = TABLE + "/" + (char) ('a' + row % 4) + (row % 5 == 0 ? "" : "." + row);
        ask(
                reactorOf(path),
                path,
                writer -> {
                    if (isDelete) {
                        writer.initDelete();
                        return;
                    }
                    boolean hasCity = dice.chance(0.9);
                    var attributes = writer.initPut().initAttributes(hasCity ? 3 : 2);
                    if (dice.chance(0.9)) {
                        attributes.get(0).name("age").initValue().integer(dice.between(-3, 12));
                    } else {
                        attributes.get(0).name("age").initValue().text("old");
                    }
                    attributes.get(1).name("n").initValue().integer(lastId);
                    if (hasCity) {
                        attributes.get(2).name("city").initValue().text(String.valueOf((char) ('A' + dice.nextInt(5))));
                    }
                },
                _ -> next(this::act));
    }

    private void create(String index) {
        ask(
                reactorOf(".index/" + TABLE + "/.definition"),
                TABLE,
                writer -> {
                    boolean isLocal = index.startsWith("local");
                    var create = writer.initCreateIndex()
                            .name(index)
                            .local(isLocal)
                            .projection(index.equals("city") ? RequestProjection.NONE : RequestProjection.USER);
                    if (!isLocal) {
                        create.initPartition().name("city").type(RequestScanKeyType.TEXT);
                    }
                    if (!index.equals("city")) {
                        create.initSort().name("age").type(RequestScanKeyType.NUMBER);
                    }
                },
                _ -> next(this::act));
    }

    private void drop(String index) {
        ask(
                reactorOf(".index/" + TABLE + "/.definition"),
                TABLE,
                writer -> writer.initDropIndex().name(index),
                _ -> next(this::act));
    }

    // ---- what must be so

    /** Waits until each reactor's rows are in the indexes, then compares. */
    private void check(int reactor) {
        if (world.nowNs() - settlingSinceNs > SETTLED_NS) {
            throw new Violation("indexes do not settle");
        }
        if (reactor == 0) {
            expected.clear();
        }
        ask(reactor, TABLE, writer -> writer.initIndexes().caughtUp(true), reply -> {
            boolean isSettled = true;
            Set<String> active = new TreeSet<>();
            for (int i = 0; i < reply.indexes().list().count(); i++) {
                isSettled &= reply.indexes().list().get(i).state() == IndexState.ACTIVE;
                active.add(reply.indexes().list().get(i).name());
            }
            if (!isSettled) {
                next(() -> check(0));
            } else if (reactor + 1 < plan.reactors()) {
                next(() -> check(reactor + 1));
            } else {
                active.forEach(index -> expected.put(index, new TreeSet<>()));
                found.clear();
                rows = new TreeSet<>();
                entryCount = 0;
                next(() -> list(0));
            }
        });
    }

    private void list(int reactor) {
        ask(
                reactor,
                TABLE,
                writer -> writer.initList()
                        .limit(1_000)
                        .attributes(RequestProjection.USER)
                        .directories(RequestScanDirectories.EXCLUDE),
                reply -> {
                    if (reply.status() == Status.OK) {
                        StructListReader<EntryReader> entries = reply.listing().entries();
                        for (int i = 0; i < entries.count(); i++) {
                            expect(entries.get(i));
                        }
                    }
                    next(() -> {
                        if (reactor + 1 < plan.reactors()) {
                            list(reactor + 1);
                        } else {
                            query(new ArrayList<>(expected.keySet()), 0);
                        }
                    });
                });
    }

    private void expect(EntryReader entry) {
        Map<String, String> attributes = attributes(entry);
        String row = row(entry, attributes);
        rows.add(row);
        boolean hasCity = attributes.containsKey("city");
        boolean hasAge = attributes.getOrDefault("age", "").startsWith("#");
        expected.forEach((index, all) -> {
            boolean isIn = (index.startsWith("local") || hasCity) && (index.equals("city") || hasAge);
            if (isIn) {
                all.add(index.equals("city") ? entry.path() + " {city=" + attributes.get("city") + "}" : row);
            }
        });
    }

    private static String row(EntryReader entry, Map<String, String> attributes) {
        return entry.path() + " " + attributes;
    }

    private static Map<String, String> attributes(EntryReader entry) {
        Map<String, String> attributes = new TreeMap<>();
        StructListReader<AttributeReader> list = entry.attributes();
        for (int i = 0; i < list.count(); i++) {
            AttributeReader each = list.get(i);
            ValueReader value = each.value();
            attributes.put(each.name(), value.which() == ValueWhich.INTEGER ? "#" + value.integer() : value.text());
        }
        return attributes;
    }

    private void query(List<String> left, int reactor) {
        if (left.isEmpty()) {
            countEntries(0);
            return;
        }
        String index = left.getFirst();
        boolean isBackwards = dice.nextBoolean();
        ask(
                reactor,
                TABLE,
                writer -> writer.initQuery()
                        .index(index)
                        .range(RequestQueryRange.SCAN)
                        .backwards(isBackwards)
                        .limit(1_000)
                        .attributes(RequestProjection.USER),
                reply -> {
                    if (reply.status() != Status.OK) {
                        throw new Violation(
                                "index cannot be asked: index=" + index + " " + reply.status() + " " + reply.message());
                    }
                    Set<String> of = found.computeIfAbsent(index, _ -> new TreeSet<>());
                    StructListReader<EntryReader> entries = reply.rows().found();
                    for (int i = 0; i < entries.count(); i++) {
                        EntryReader entry = entries.get(i);
                        entryCount++;
                        if (!of.add(row(entry, attributes(entry)))) {
                            throw new Violation("row is in an index twice: index=" + index + " row=" + entry.path());
                        }
                    }
                    next(() -> {
                        boolean isLast = reactor + 1 == plan.reactors();
                        query(isLast ? left.subList(1, left.size()) : left, isLast ? 0 : reactor + 1);
                    });
                });
    }

    /** What there is of entries: those of indexes that are there, and no others. */
    private void countEntries(int reactor) {
        ask(
                reactor,
                ".index",
                writer -> writer.initList().limit(1_000).recursive(true).directories(RequestScanDirectories.EXCLUDE),
                reply -> {
                    if (reply.status() == Status.OK) {
                        StructListReader<EntryReader> entries = reply.listing().entries();
                        for (int i = 0; i < entries.count(); i++) {
                            boolean isEntry = !entries.get(i).path().endsWith("/.definition");
                            entryCount -= isEntry ? 1 : 0;
                        }
                    }
                    next(() -> {
                        if (reactor + 1 < plan.reactors()) {
                            countEntries(reactor + 1);
                        } else {
                            compare();
                        }
                    });
                });
    }

    private void compare() {
        expected.forEach((index, all) -> {
            Set<String> of = found.getOrDefault(index, Set.of());
            if (!all.equals(of)) {
                throw new Violation("index is not what the rows make: index=" + index + "\n  rows: " + rows
                        + "\n  expected: " + all + "\n  found:    " + of);
            }
        });
        if (entryCount != 0) {
            throw new Violation("there are entries of no index: count=" + -entryCount);
        }
        world.note("checked " + expected.keySet() + " rows=" + rows.size());
        if (operationsLeft < 0 && crashesLeft <= 0) {
            isOver = true;
        } else if (operationsLeft < 0) {
            int ofLife = life;
            world.after(MS, () -> recheck(ofLife));
        } else {
            next(this::act);
        }
    }

    private void recheck(int ofLife) {
        if (life == ofLife) {
            settlingSinceNs = world.nowNs();
            check(0);
        }
    }
}
