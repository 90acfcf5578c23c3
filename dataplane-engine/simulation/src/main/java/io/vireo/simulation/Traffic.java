package io.vireo.simulation;

import io.vireo.channel.Placement;
import io.vireo.channel.message.Status;
import io.vireo.simulation.history.History;
import io.vireo.simulation.model.Answer;
import io.vireo.simulation.model.Blob;
import io.vireo.simulation.model.Expected;
import io.vireo.simulation.model.Guard;
import io.vireo.simulation.model.ListingCheck;
import io.vireo.simulation.model.Model;
import io.vireo.simulation.model.Operation;
import io.vireo.simulation.model.Operation.Get;
import io.vireo.simulation.model.Operation.Put;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.Fault;
import io.vireo.simulation.world.Violation;
import io.vireo.simulation.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one node at work: each thinks, asks, and hands its answers to the model. After every start of the engine, and at the end, everything is read. Threads: one.
 */
final class Traffic implements Node.Listener {
    private static final long REST_LOOK_NS = 200_000;
    /** Of requests, how many read a feed. */
    private static final double FEED_PART = 0.15;

    private static final long RESTART_NS = 2_000_000;

    private final World world;
    private final Node node;
    private final Plan plan;
    private final Keyspace keys;
    private final Dice dice;
    private final Model model;
    private final Workload workload;
    private final History history;
    private final List<Client> clients = new ArrayList<>();
    private final ArrayDeque<Check> checks = new ArrayDeque<>();
    private int operationsLeft;
    private int underWay;
    private boolean isDraining;
    private boolean isWrong;
    private final FeedReaders feeds;

    /** Something to be read, and compared. */
    private interface Check {
        boolean send(Client client);
    }

    Traffic(World world, Node node, Plan plan, Keyspace keys, Dice dice, History history) {
        this.world = world;
        this.node = node;
        this.plan = plan;
        this.keys = keys;
        this.dice = dice;
        this.history = history;
        this.model = node.model();
        this.workload = new Workload(plan, keys, model, node.clock(), dice.split());
        this.operationsLeft = plan.operations();
        this.feeds = new FeedReaders(plan);
        for (int i = 0; i < plan.clients(); i++) {
            Client client = new Client("client " + i, world, node, plan, i < plan.relaxedClients(), dice.split());
            clients.add(client);
            think(client);
        }
        node.tell(this);
    }

    /** Whether writes are acknowledged that a crash may take back. */
    boolean isRelaxed() {
        return plan.relaxedClients() > 0;
    }

    /** Whether everything that was to be asked has been, and was answered. */
    boolean isDone() {
        return operationsLeft <= 0 && underWay == 0 && checks.isEmpty() && !isDraining && !isWrong;
    }

    /** The engine does not know what its disk holds: whoever looks after it starts it again. Until then what it did not know of may not be there, and be there afterwards. */
    private void restart() {
        if (!isWrong) {
            isWrong = true;
            int start = node.startCount();
            world.after(dice.around(RESTART_NS), () -> {
                if (node.startCount() == start) {
                    node.kill();
                }
            });
        }
    }

    @Override
    public void started() {
        isWrong = false;
        isDraining = false;
        clients.forEach(Client::connect);
        readEverything();
        long seconds = feeds.retentionSeconds();
        if (seconds > 0) {
            checks.add(client -> keepChanges(client, seconds));
        }
    }

    private boolean keepChanges(Client client, long seconds) {
        int reactor = feeds.settingsReactor(plan.reactors());
        long id = workload.nextId();
        byte[] message = client(client).retention(id, seconds);
        return client.hasRoom(reactor)
                && ask(client, reactor, id, "keep changes for " + seconds + " s", message, _ -> {});
    }

    @Override
    public void ended() {
        clients.forEach(Client::forget);
        history.end(world.nowNs());
        checks.clear();
        feeds.forget();
        underWay = 0;
    }

    /** A client's process dies, and another takes its place. */
    void killClient() {
        Client client = clients.get(dice.nextInt(clients.size()));
        if (client.isConnected()) {
            node.note("a client dies");
            world.count(Fault.CLIENT_DIED);
            underWay -= client.underWayCount();
            client.underWay().forEach(model::abandon);
            client.die();
            feeds.forget(); // what others were asked for comes late, and is passed over
            isDraining = true;
            awaitRest();
        }
    }

    /** What a dead client asked for may take effect until the engine rests. */
    private void awaitRest() {
        world.after(REST_LOOK_NS, () -> {
            if (!isDraining || !node.isUp()) {
                return;
            }
            if (underWay > 0 || isWrong || !node.isResting()) {
                awaitRest();
                return;
            }
            if (node.disk().hasFailed()) {
                node.kill(); // what the dead client asked for may be what the disk failed on, and be there at the
                // next start
                return;
            }
            model.endAll();
            history.end(world.nowNs());
            clients.stream().filter(client -> !client.isConnected()).forEach(Client::connect);
            isDraining = false;
        });
    }

    /** Asks for all that there is. */
    void readEverything() {
        for (String path : model.paths()) {
            checks.add(client -> send(client, workload.whole(path), null));
            boolean isShard = path.matches("streams/s[0-9]+/[0-9]+");
            if (isShard) {
                checks.add(client -> send(client, workload.wholeShard(path, 1), null));
            }
        }
        for (int reactor = 0; reactor < plan.reactors(); reactor++) {
            int index = reactor;
            checks.add(client -> list(client, workload.everything(index, true), true));
            checks.add(client -> list(client, workload.everything(index, false), true));
        }
        feeds.all().forEach(reader -> checks.add(client -> readFeed(client, reader, true)));
    }

    private void think(Client client) {
        world.after(dice.around(plan.thinkNs() + 1_000), () -> {
            if (node.isUp() && client.isConnected() && !isDraining) {
                act(client);
            }
            think(client);
        });
    }

    private void act(Client client) {
        if (client.underWayCount() >= plan.depth()) {
            return;
        }
        Check check = checks.poll();
        if (check != null) {
            if (!check.send(client)) {
                checks.addFirst(check);
            }
            return;
        }
        if (operationsLeft <= 0) {
            return;
        }
        if (feeds.dice().chance(FEED_PART)) {
            readFeed(client, feeds.any(), false);
            return;
        }
        operationsLeft--;
        Plan.Kind kind = plan.kind(dice);
        if (kind == Plan.Kind.LIST) {
            list(client, workload.listing(""), false);
            return;
        }
        Keyspace.Group group = workload.group(kind);
        if (group == null) {
            return;
        }
        Operation operation = workload.operation(kind, group);
        if (kind == Plan.Kind.STAGED && operation instanceof Put put && put.body() != null) {
            stage(client, put, 0, 0);
        } else {
            send(client, operation, null);
        }
    }

    private boolean send(Client client, Operation operation, @Nullable Runnable onRefused) {
        int reactor = keys.reactor(operation.path());
        if (!client.hasRoom(reactor) || isGroupFull(operation)) {
            return false;
        }
        Blob body = operation.bodyInArena();
        return client.send(
                reactor,
                operation.id(),
                operation.toString(),
                body,
                (bodyOffset, replyOffset) -> client(client).operation(operation, bodyOffset, replyOffset),
                () -> {
                    model.begin(operation);
                    history.begin(operation, world.nowNs());
                    underWay++;
                },
                answer -> answered(client, operation, answer, onRefused));
    }

    private boolean isGroupFull(Operation operation) {
        for (Keyspace.Group group : keys.groups()) {
            if (group.paths().contains(operation.path())) {
                return model.underWayCount(operation.path()) >= group.limit();
            }
        }
        return false;
    }

    private RequestEncoder client(Client client) {
        return encoders.computeIfAbsent(
                client, _ -> new RequestEncoder(java.lang.foreign.Arena.ofAuto().allocate(1 << 20, 8)));
    }

    private final java.util.IdentityHashMap<Client, RequestEncoder> encoders = new java.util.IdentityHashMap<>();

    private void answered(Client client, Operation operation, Answer answer, @Nullable Runnable onRefused) {
        underWay--;
        boolean isAboutEngine = Client.isAboutEngine(answer.status());
        history.answered(operation, answer, isAboutEngine, world.nowNs());
        if (isAboutEngine) {
            excuse(operation.toString(), answer);
            restartAfter(answer);
            if (answer.status() == Status.INTERNAL) {
                model.abandon(operation.id());
            } else {
                model.hadNoEffect(operation, answer.status());
            }
        } else {
            List<Expected> expected = model.answered(operation, answer, client.isRelaxed());
            if (operation.isWrite() && !client.isRelaxed()) {
                feeds.acknowledged(answer);
            }
            if (operation instanceof Get get && answer.handle() != 0) {
                readPinned(client, get, expected, answer.handle(), dice.between(1, 3));
            }
        }
        if (answer.status() != Status.OK && onRefused != null) {
            onRefused.run();
        }
    }

    /** Whether there is a reason for which the engine may say that it cannot. */
    private void excuse(String what, Answer answer) {
        String message = answer.message();
        boolean isExcused =
                switch (answer.status()) {
                    case READ_ONLY -> plan.diskChangeMeanNs() > 0 || plan.capacityBytes() < Long.MAX_VALUE;
                    case INTERNAL -> node.disk().hasFailed() && message.contains("it is not known");
                    case CORRUPT ->
                        node.mayBeDamaged()
                                && (message.contains("item=") || message.contains("segment="))
                                && message.contains("offset=");
                    case TOO_LARGE -> true;
                    case BUSY -> plan.spreadGroups() > 0 && message.contains("transaction");
                    default -> false;
                };
        if (!isExcused) {
            throw new Violation("engine has no reason to refuse: " + what + "\n  answer: " + answer);
        }
    }

    private void restartAfter(Answer answer) {
        if (answer.status() == Status.INTERNAL || answer.message().contains("until the engine is started again")) {
            restart();
        }
    }

    private void readPinned(Client client, Get pinned, List<Expected> expected, long handle, int times) {
        int life = client.life();
        world.after(dice.around(500_000), () -> {
            if (client.life() != life || isDraining || !client.hasRoom(keys.reactor(pinned.path()))) {
                return;
            }
            long id = workload.nextId();
            if (times == 0) {
                ask(
                        client,
                        keys.reactor(pinned.path()),
                        id,
                        "release pin " + handle,
                        client(client).release(id, handle, 0),
                        answer -> {
                            if (answer.status() != Status.OK) {
                                throw new Violation("pin cannot be released: " + answer);
                            }
                        });
                return;
            }
            Get get = new Get(
                    id,
                    pinned.path(),
                    pinned.projection(),
                    pinned.names(),
                    pinned.rangeStart(),
                    pinned.rangeLength(),
                    false,
                    handle,
                    Guard.ALWAYS,
                    0);
            client.send(
                    keys.reactor(get.path()),
                    id,
                    get.toString(),
                    null,
                    (bodyOffset, replyOffset) -> client(client).operation(get, bodyOffset, replyOffset),
                    () -> underWay++,
                    answer -> {
                        underWay--;
                        if (Client.isAboutEngine(answer.status())) {
                            excuse(get.toString(), answer);
                        } else if (!model.isPinned(get, expected, answer)) {
                            throw new Violation("pinned version changed: " + get + "\n  answer: " + answer
                                    + "\n  pinned: " + expected);
                        }
                        readPinned(client, pinned, expected, handle, times - 1);
                    });
        });
    }

    private boolean ask(Client client, int reactor, long id, String what, byte[] message, Consumer<Answer> onAnswer) {
        return client.send(reactor, id, what, null, (_, _) -> message, () -> underWay++, answer -> {
            underWay--;
            if (Client.isAboutEngine(answer.status())) {
                excuse(what, answer);
                restartAfter(answer);
            } else {
                onAnswer.accept(answer);
            }
        });
    }

    /** Sends a body in parts, then the put that takes it over. */
    private void stage(Client client, Put put, long stageId, int position) {
        int reactor = keys.reactor(put.path());
        Blob whole = put.body();
        int life = client.life();
        if (!client.isConnected() || isDraining || whole == null) {
            return;
        }
        if (!client.hasRoom(reactor)) {
            world.after(100_000, () -> {
                if (client.life() == life) {
                    stage(client, put, stageId, position);
                }
            });
            return;
        }
        if (position == whole.length() && stageId != 0) {
            Put last = new Put(
                    put.id(),
                    put.path(),
                    put.mode(),
                    put.kind(),
                    put.attributes(),
                    whole,
                    stageId,
                    put.position(),
                    put.expiresNs(),
                    put.posixMode(),
                    put.guard(),
                    put.expectedVersion());
            send(client, last, () -> {});
            return;
        }
        Blob part = new Blob(whole.range(position, 1 + dice.skewed(whole.length())));
        long id = workload.nextId();
        String what =
                "stage " + put.path() + " stage=" + stageId + " position=" + position + " length=" + part.length();
        client.send(
                reactor,
                id,
                what,
                part,
                (bodyOffset, _) -> client(client).stage(id, put.path(), stageId, position, bodyOffset, part.length()),
                () -> underWay++,
                answer -> {
                    underWay--;
                    if (Client.isAboutEngine(answer.status())) {
                        excuse(what, answer);
                        restartAfter(answer);
                        return;
                    }
                    boolean isRight = answer.status() == Status.OK
                            && answer.stagedLength() == position + part.length()
                            && (stageId == 0 ? answer.stageId() != 0 : answer.stageId() == stageId);
                    if (!isRight) {
                        throw new Violation("part of a body was not staged: " + what + "\n  answer: " + answer);
                    }
                    stage(client, put, answer.stageId(), position + part.length());
                });
    }

    /** @param isCheck whether it is to be read to its end */
    private boolean readFeed(Client client, FeedReaders.Reader reader, boolean isCheck) {
        int reactor = Placement.reactor(reader.partition, plan.reactors());
        FeedReaders.Page page = client.hasRoom(reactor) ? feeds.next(reader) : null;
        if (page == null) {
            return false;
        }
        long id = workload.nextId();
        return client.send(
                reactor,
                id,
                page.toString(),
                null,
                (_, replyOffset) -> client(client).feed(id, page, replyOffset),
                () -> {
                    feeds.sent(page);
                    underWay++;
                },
                answer -> {
                    underWay--;
                    if (Client.isAboutEngine(answer.status())) {
                        excuse(page.toString(), answer);
                        restartAfter(answer);
                    }
                    if (!feeds.answered(page, answer) && isCheck) {
                        checks.add(other -> readFeed(other, reader, true));
                    }
                });
    }

    private boolean list(Client client, ListingCheck.Request request, boolean isCheck) {
        if (!client.hasRoom(request.reactor())) {
            return false;
        }
        ListingCheck[] check = new ListingCheck[1];
        return client.send(
                request.reactor(),
                request.id(),
                request.toString(),
                null,
                (_, replyOffset) -> client(client).listing(request, replyOffset),
                () -> {
                    check[0] = model.beginListing(request);
                    underWay++;
                },
                answer -> {
                    underWay--;
                    model.endListing(check[0]);
                    if (Client.isAboutEngine(answer.status())) {
                        excuse(request.toString(), answer);
                        restartAfter(answer);
                        return;
                    }
                    check[0].answered(answer);
                    Answer.Listing page = answer.listing();
                    if (page != null && !page.nextMarker().isEmpty() && (isCheck || dice.chance(0.8))) {
                        ListingCheck.Request next = workload.next(request, page.nextMarker());
                        checks.addFirst(other -> list(other, next, isCheck));
                    }
                });
    }
}
