package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.Status;
import io.vireo.engine.inspect.Damage.Effect;
import io.vireo.engine.inspect.EntryListing;
import io.vireo.engine.inspect.Inspection;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.LostFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Damage in what a start must replay: the start is refused, a repair gives up the damaged commits, and everything else goes on, compaction too. */
class RepairIT extends EngineOverDisk {
    private static final int BODY_LENGTH = 60_000;
    private static final int ITEM_COUNT = 12;
    private static final int FRAME_COUNT = 20;
    private static final long DEADLINE_NS = 30_000_000_000L;

    RepairIT() {
        super(1_000, 3 * SEGMENT_BYTES, 0);
    }

    /** A commit: its first entry, and what all of them are about. */
    private record Frame(EntryListing.Line first, Set<String> subjects) {}

    @Test
    void givesUpTheDamagedCommitAloneWhicheverItIs() throws IOException {
        writeSuffix();
        SimulatedDisk whole = disk;
        List<Frame> frames = replayedFrames();
        for (int i = 0; i < frames.size() - 1; i += 3) {
            EntryListing.Line frame = frames.get(i).first();
            disk = whole.copy();
            // Every other damage is in the header, so that how long the frame was is not known any more.
            flip(
                    frame,
                    i % 2 == 0
                            ? frame.frameOffset() + 4
                            : Location.offset(frame.entry().location()) + 8);

            assertThatThrownBy(this::start)
                    .hasMessageContaining("journal is corrupt")
                    .hasMessageContaining("sequence=" + frame.sequence())
                    .hasMessageContaining("offset=" + frame.frameOffset())
                    .hasMessageContaining("framesAfter=")
                    .hasMessageContaining("engine repair");
            repair();
            start();

            assertThat(engine.notes())
                    .anyMatch(note -> note.contains("a repair gave up: frames=1 first=" + frame.sequence()));
            requireSoundOr(frames.get(i));
            stop();
        }
        disk = whole;
    }

    @Test
    void whatIsLeftOutlivesCompactionAndFurtherStarts() throws IOException {
        writeSuffix();
        List<Frame> frames = replayedFrames();
        Frame damaged = frames.get(frames.size() / 2);
        flip(damaged.first(), damaged.first().frameOffset() + 4);
        repair();
        start();
        assertThat(engine.notes()).isNotEmpty();

        long deadline = System.nanoTime() + DEADLINE_NS;
        for (int round = 0; !engine.notes().isEmpty() || segments() > 10; round++) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            for (int i = 0; i < 2 * ITEM_COUNT; i++) {
                write("filler/" + i % 3, round);
            }
            restartAfterPowerLoss();
        }

        requireSoundOr(damaged);
        stop();
        assertThat(Inspection.of(disk, true).damage()).isEmpty();
    }

    @Test
    void aDamagedBodyOfTheLastSegmentCostsItsItemAlone() throws IOException {
        writeSuffix();
        List<Frame> frames = replayedFrames();
        int last = frames.getLast().first().segment();
        // The newest of them: what an older one wrote may have been overwritten since.
        Frame damaged = frames.stream()
                .filter(each -> each.first().segment() == last)
                .filter(each -> each.first().entry().subject().startsWith("1:item/"))
                .reduce((older, newer) -> newer)
                .orElseThrow();
        EntryListing.Line line = damaged.first();
        flip(line, line.recordOffset() + 24 + BODY_LENGTH / 2);

        start();

        assertThat(get(line.entry().subject().substring("1:".length())).status())
                .isEqualTo(Status.CORRUPT);
        requireSoundOr(damaged);
    }

    @Test
    void theCommandSaysWhatWouldBeLostAndKeepsACopy() throws IOException {
        Path process = Files.createDirectory(folder.resolve("process"));
        try (RunningEngine running = RunningEngine.start(process)) {
            try (TestClient writer = running.connect()) {
                for (int i = 0; i < 5; i++) {
                    String item = "item/" + i;
                    assertThat(writer.ask(request -> request.path(item).initPut())
                                    .status())
                            .isEqualTo(Status.OK);
                }
            }
            assertThat(repairCommand("process/engine").text()).contains("another engine uses the data directory");
        }
        assertThat(repairCommand("process/engine").text()).contains("nothing to repair");
        Path segment = process.resolve("engine/journal/reactor-000-00000000.journal");
        damageSecondFrame(segment);
        byte[] before = Files.readAllBytes(segment);

        Said dry = repairCommand("process/engine");

        assertThat(dry.exitCode()).as(dry.text()).isEqualTo(1);
        assertThat(dry.text()).contains("commits 2 to 2 of 5", "nothing was changed", "--accept-loss");
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);

        Said done = repairCommand("--accept-loss", "process/engine");

        assertThat(done.exitCode()).as(done.text()).isZero();
        assertThat(done.text()).contains("its bytes were copied to", "repaired: the engine can be started");
        assertThat(process.resolve("engine/lost")).isDirectoryContaining("glob:**.bytes");
        try (RunningEngine running = RunningEngine.start(process);
                TestClient reader = running.connect()) {
            assertThat(running.firstLine()).contains("a repair gave up: frames=1 first=2");
            for (int i = 0; i < 5; i++) {
                String item = "item/" + i;
                assertThat(reader.ask(request -> request.path(item).initGet()).status())
                        .isEqualTo(i == 1 ? Status.NOT_FOUND : Status.OK);
            }
        }
    }

    private static void damageSecondFrame(Path segment) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(64 + 4);
            int second = 64 + Integer.reverseBytes(file.readInt());
            file.seek(second + 4);
            file.write(0xff);
        }
    }

    private record Said(int exitCode, String text) {}

    private Said repairCommand(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        String[] resolved = arguments.clone();
        resolved[resolved.length - 1] =
                folder.resolve(resolved[resolved.length - 1]).toString();
        int exitCode = EngineRepair.run(Arrays.asList(resolved), stream, stream);
        return new Said(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    /** A checkpoint, and behind it overwrites, deletes, bodies in parts and what goes on using parts of what was before. The engine is stopped then. */
    private void writeSuffix() throws IOException {
        long deadline = System.nanoTime() + DEADLINE_NS;
        for (int i = 0; i < ITEM_COUNT; i++) {
            write("item/" + i, 1);
            stage("staged/" + i % 3, 2, 1);
        }
        for (int i = 0; checkpoints() == 0; i++) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            write("filler/" + i % 5, i);
        }
        writeAgain();
        stop();
        while (replayedFrames().size() < FRAME_COUNT) { // another checkpoint has come
            assertThat(System.nanoTime()).isLessThan(deadline);
            start();
            writeAgain();
            stop();
        }
    }

    /** Ends with a whole item and a small commit, so that both are in the last segment. */
    private void writeAgain() {
        for (int i = 0; i < ITEM_COUNT; i++) {
            String path = "staged/" + i % 3;
            stage(path, 2, 2);
            write("item/" + i, 2);
            client.ask(request -> request.path(path).initUpdate().expression("n = 1"));
        }
    }

    private long checkpoints() {
        return disk.names().stream()
                .filter(name -> name.endsWith(".checkpoint"))
                .count();
    }

    private long segments() {
        return disk.names().stream().filter(name -> name.endsWith(".journal")).count();
    }

    /** The commits that a start would replay. */
    private List<Frame> replayedFrames() throws IOException {
        JournalPosition from = Inspection.of(disk, false)
                .reactors()
                .getFirst()
                .checkpoints()
                .getFirst()
                .position();
        EntryListing listing = EntryListing.of(disk, 0, Location.of(from.segment(), from.offset()), 100_000, false);
        TreeMap<Long, Frame> frames = new TreeMap<>();
        for (EntryListing.Line line : listing.lines()) {
            frames.computeIfAbsent(line.sequence(), _ -> new Frame(line, new HashSet<>()))
                    .subjects()
                    .add(line.entry().subject());
        }
        return List.copyOf(frames.values());
    }

    private void flip(EntryListing.Line line, int offset) {
        disk.bytes("reactor-000-%08d.journal".formatted(line.segment()))[offset] ^= 1;
    }

    private void repair() throws IOException {
        Inspection inspection = Inspection.of(disk, false);
        for (LostFrames lost : inspection.reactors().getFirst().lost()) {
            lost.giveUp(disk, 0, inspection.reactors().getFirst().logId());
        }
        assertThat(Inspection.of(disk, true).damage()).noneMatch(damage -> damage.effect() == Effect.STOPS_START);
    }

    /** Every item is what it became last, but for the one that the damaged commit was about: that may be as before. */
    private void requireSoundOr(Frame damaged) {
        for (int i = 0; i < ITEM_COUNT; i++) {
            requireSoundOr(damaged, "item/" + i, 1);
        }
        for (int i = 0; i < 3; i++) {
            requireSoundOr(damaged, "staged/" + i, 2);
        }
    }

    private void requireSoundOr(Frame damaged, String path, int parts) {
        ReplyReader reply = get(path);
        boolean isConcerned = damaged.subjects().contains("1:" + path);
        if (isConcerned && reply.status() != Status.OK) {
            assertThat(reply.status()).isIn(Status.CORRUPT, Status.NOT_FOUND);
            return;
        }
        assertThat(reply.status()).as(path + " " + reply.message()).isEqualTo(Status.OK);
        assertThat(reply.bodyLength()).isEqualTo(parts * BODY_LENGTH);
        byte number = client.arena(TestClient.REPLY_OFFSET, 1)[0];
        assertThat(number).isIn(isConcerned ? List.of((byte) 1, (byte) 2) : List.of((byte) 2));
        assertThat(client.arena(TestClient.REPLY_OFFSET, parts * BODY_LENGTH)).containsOnly(number);
    }

    private void write(String path, int number) {
        byte[] body = new byte[BODY_LENGTH];
        Arrays.fill(body, (byte) number);
        client.fillArena(body);
        ReplyReader reply = client.ask(
                request -> request.path(path).bodyLength(BODY_LENGTH).initPut().body(RequestPutBodySource.ARENA));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private void stage(String path, int parts, int number) {
        byte[] part = new byte[BODY_LENGTH];
        Arrays.fill(part, (byte) number);
        client.fillArena(part);
        long stageId =
                client.ask(request -> request.path(path).initStage()).stage().stageId();
        for (int i = 0; i < parts; i++) {
            long position = (long) i * BODY_LENGTH;
            client.ask(request -> request.path(path)
                    .bodyLength(BODY_LENGTH)
                    .initStage()
                    .stageId(stageId)
                    .position(position));
        }
        ReplyReader put = client.ask(request ->
                request.path(path).initPut().body(RequestPutBodySource.STAGED).stageId(stageId));
        assertThat(put.status()).as(put.message()).isEqualTo(Status.OK);
    }

    private ReplyReader get(String path) {
        return client.ask(request -> request.path(path)
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(4 * BODY_LENGTH)
                .initGet()
                .rangeLength(4 * BODY_LENGTH));
    }
}
