package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.Status;
import io.vireo.engine.inspect.Damage;
import io.vireo.engine.inspect.Damage.Effect;
import io.vireo.engine.inspect.EntryListing;
import io.vireo.engine.inspect.Inspection;
import io.vireo.engine.inspect.Inspection.OfReactor;
import io.vireo.engine.inspect.InspectionText;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.Location;
import io.vireo.engine.partition.StoredEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an inspection tells of the files that a real engine has written, as they are and with damage planted in them. */
class InspectionIT extends EngineOverDisk {
    private static final int BODY_LENGTH = 50_000;
    private static final int ALL = 100_000;
    private static final long DEADLINE_NS = 30_000_000_000L;

    private int written;

    InspectionIT() {
        super(1_000, 2 * SEGMENT_BYTES, 0);
    }

    /** Two checkpoints, a log that reaches back to before the older one, and several frames and a segment behind the newer one. */
    @BeforeEach
    void writeAndStop() throws IOException {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (checkpoints().size() < 2) {
            write();
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        int behind = inspect(false).reactors().getFirst().endSegment();
        while (inspect(false).reactors().getFirst().endSegment() == behind) {
            write();
        }
        for (int i = 0; i < 5; i++) {
            write();
        }
        client.ask(request -> request.path("item/0").initDelete());
        client.ask(request -> request.path("s").initCreateStream().shardCount(1));
        client.ask(request ->
                request.path("s/0").initAppend().initRecords(1).get(0).data(new byte[] {7}));
        stop();
    }

    private void write() {
        byte[] body = new byte[BODY_LENGTH];
        Arrays.fill(body, (byte) 0x5a);
        client.fillArena(body);
        String path = "item/" + written++;
        assertThat(client.ask(request -> request.path(path)
                                .bodyLength(BODY_LENGTH)
                                .initPut()
                                .body(RequestPutBodySource.ARENA))
                        .status())
                .isEqualTo(Status.OK);
    }

    private List<String> checkpoints() {
        return disk.names().stream()
                .filter(name -> name.endsWith(".checkpoint"))
                .toList();
    }

    private Inspection inspect(boolean isVerified) throws IOException {
        return Inspection.of(disk, isVerified);
    }

    private OfReactor reactor() throws IOException {
        return inspect(false).reactors().getFirst();
    }

    /** Whether an engine starts over the disk as it is now; it is stopped again. */
    private boolean starts() throws IOException {
        try {
            start();
        } catch (IOException e) {
            return false;
        }
        stop();
        return true;
    }

    private static String segment(int index) {
        return "reactor-000-%08d.journal".formatted(index);
    }

    private void flip(String file, int offset) {
        disk.bytes(file)[offset] ^= 1;
    }

    private List<EntryListing.Line> lines(int segment) throws IOException {
        return EntryListing.of(disk, 0, Location.of(segment, 0), ALL, true).lines();
    }

    private Damage onlyDamage(boolean isVerified) throws IOException {
        Inspection inspection = inspect(isVerified);
        assertThat(inspection.damage()).hasSize(1);
        assertThat(String.join("\n", InspectionText.of(inspection, false, null)))
                .contains("damage: 1")
                .contains(inspection.damage().getFirst().what());
        return inspection.damage().getFirst();
    }

    @Nested
    class Sound {
        @Test
        void tellsWhatIsThere() throws IOException {
            Inspection inspection = inspect(true);

            assertThat(inspection.damage()).isEmpty();
            OfReactor reactor = inspection.reactors().getFirst();
            assertThat(reactor.checkpoints()).hasSize(2).allMatch(Inspection.OfCheckpoint::isWhole);
            assertThat(reactor.hasTornEnd()).isFalse();
            assertThat(reactor.lastSequence()).isEqualTo(total(reactor, Inspection.OfSegment::frames));
            assertThat(total(reactor, Inspection.OfSegment::bodyBytes)).isEqualTo((long) written * BODY_LENGTH);
            assertThat(entries(reactor, StoredEntry.Kind.PUT)).isGreaterThanOrEqualTo(written + 1);
            assertThat(entries(reactor, StoredEntry.Kind.DELETE)).isEqualTo(1);
            assertThat(entries(reactor, StoredEntry.Kind.BLOCK)).isEqualTo(1);
            assertThat(total(reactor, Inspection.OfSegment::liveBytes))
                    .isGreaterThan(BODY_LENGTH)
                    .isLessThan(total(reactor, Inspection.OfSegment::usedBytes));
        }

        private static long total(OfReactor reactor, ToLongFunction<Inspection.OfSegment> of) {
            return reactor.segments().stream().mapToLong(of).sum();
        }

        private static long entries(OfReactor reactor, StoredEntry.Kind kind) {
            return total(reactor, segment -> segment.entries().getOrDefault(kind, 0L));
        }

        @Test
        void changesNothing() throws IOException {
            List<byte[]> before =
                    disk.names().stream().map(name -> disk.bytes(name).clone()).toList();

            inspect(true);

            assertThat(disk.names().stream().map(disk::bytes)).containsExactlyElementsOf(before);
        }

        @Test
        void listsEntriesPageByPage() throws IOException {
            List<EntryListing.Line> all =
                    EntryListing.of(disk, 0, 0, ALL, false).lines();

            EntryListing first = EntryListing.of(disk, 0, 0, 3, false);
            EntryListing second = EntryListing.of(disk, 0, first.next(), ALL, false);

            assertThat(first.lines()).isEqualTo(all.subList(0, 3));
            assertThat(second.lines()).isEqualTo(all.subList(3, all.size()));
            assertThat(second.next()).isEqualTo(EntryListing.END);
            assertThat(all.getFirst().entry().subject()).contains("item");
        }
    }

    @Nested
    class AtTheEnd {
        @Test
        void aFrameThatIsNotWholeIsTornAndNoDamage() throws IOException {
            EntryListing.Line last = lines(reactor().endSegment()).getLast();
            flip(segment(last.segment()), last.recordOffset() + 30);

            Inspection inspection = inspect(true);

            assertThat(inspection.damage()).isEmpty();
            assertThat(inspection.reactors().getFirst().hasTornEnd()).isTrue();
            assertThat(inspection.reactors().getFirst().lastSequence()).isEqualTo(last.sequence() - 1);
            assertThat(starts()).isTrue();
        }

        @Test
        void aHeaderOfAFrameThatIsNotWholeIsTornAndNoDamage() throws IOException {
            EntryListing.Line last = lines(reactor().endSegment()).getLast();
            flip(segment(last.segment()), last.frameOffset() + 8);

            assertThat(inspect(false).damage()).isEmpty();
            assertThat(reactor().hasTornEnd()).isTrue();
        }
    }

    @Nested
    class Damaged {
        @Test
        void headerOfASegmentStopsAStart() throws IOException {
            String last = segment(reactor().endSegment());
            flip(last, 20);

            Damage damage = onlyDamage(false);

            assertThat(damage.effect()).isEqualTo(Effect.STOPS_START);
            assertThat(damage.file()).endsWith(last);
            assertThat(damage.what()).contains("header is corrupt");
            assertThat(starts()).isFalse();
        }

        @Test
        void headerOfAFrameInTheSuffixStopsAStart() throws IOException {
            EntryListing.Line line = lines(reactor().endSegment()).getFirst();
            flip(segment(line.segment()), line.frameOffset() + 9);

            Damage damage = onlyDamage(false);

            assertThat(damage.effect()).isEqualTo(Effect.STOPS_START);
            assertThat(damage.file()).endsWith(segment(line.segment()));
            assertThat(damage.offset()).isEqualTo(line.frameOffset());
            assertThat(damage.what()).contains("sequences=" + line.sequence() + " to " + line.sequence());
            assertThat(starts()).isFalse();
        }

        @Test
        void recordInTheSuffixStopsAStart() throws IOException {
            EntryListing.Line line = lines(reactor().endSegment()).getFirst();
            flip(segment(line.segment()), Location.offset(line.entry().location()) + 8);

            Damage damage = onlyDamage(false);

            assertThat(damage.effect()).isEqualTo(Effect.STOPS_START);
            assertThat(damage.what()).contains("sequence=" + line.sequence(), "record fails its checksum");
            assertThat(starts()).isFalse();
        }

        @Test
        void whatIsSoundIsListedAllTheSame() throws IOException {
            EntryListing.Line line = lines(reactor().endSegment()).getFirst();
            flip(segment(line.segment()), line.frameOffset() + 9);

            assertThat(lines(line.segment())).isNotEmpty().noneMatch(each -> each.sequence() == line.sequence());
        }

        @Test
        void lastFrameOfASegmentIsToldOfByTheNextOne() throws IOException {
            EntryListing.Line line = lines(reactor().endSegment() - 1).getLast();
            flip(segment(line.segment()), line.frameOffset());

            Damage damage = onlyDamage(false);

            assertThat(damage.what())
                    .contains(
                            "sequences=" + line.sequence() + " to " + line.sequence(), "next=" + (line.segment() + 1));
        }

        @Test
        void recordBehindTheCheckpointCostsWhatIsStoredThere() throws IOException {
            EntryListing.Line line = lines(0).stream()
                    .filter(each -> each.entry().subject().endsWith("item/1"))
                    .findFirst()
                    .orElseThrow();
            flip(segment(0), Location.offset(line.entry().location()) + 8);

            Inspection inspection = inspect(true);

            assertThat(inspection.damage()).extracting(Damage::effect).containsOnly(Effect.COSTS_ITEMS);
            assertThat(inspection.damage())
                    .anyMatch(each -> each.what().contains("index refers to bytes that fail their checksum"))
                    .anyMatch(each -> each.what().contains("record fails its checksum"));
            assertThat(starts()).isTrue();
        }

        @Test
        void bodyIsFoundByVerifyingAlone() throws IOException {
            EntryListing.Line line = lines(0).getFirst();
            flip(segment(0), line.recordOffset() + 24 + BODY_LENGTH / 2);

            assertThat(inspect(false).damage()).isEmpty();
            assertThat(onlyDamage(true).effect()).isEqualTo(Effect.COSTS_ITEMS);
            assertThat(onlyDamage(true).what()).contains("body fails its checksum", "at=0:" + line.recordOffset());
            assertThat(starts()).isTrue();
        }

        @Test
        void blockOfACheckpointCostsThatCheckpoint() throws IOException {
            flip(checkpoints().getLast(), disk.bytes(checkpoints().getLast()).length / 2);

            Damage damage = onlyDamage(false);

            assertThat(damage.effect()).isEqualTo(Effect.COSTS_CHECKPOINT);
            assertThat(damage.what()).contains("checkpoint cannot be used", "block=");
            assertThat(starts()).isTrue();
        }

        @Test
        void aSegmentThatIsMissingInTheSuffixStopsAStart() throws IOException {
            JournalPosition from = reactor().checkpoints().getFirst().position();
            disk.remove(segment(from.segment()));

            assertThat(inspect(false).damage()).anySatisfy(damage -> {
                assertThat(damage.effect()).isEqualTo(Effect.STOPS_START);
                assertThat(damage.file()).endsWith(segment(from.segment()));
                assertThat(damage.what()).contains("segment is missing");
            });
            assertThat(starts()).isFalse();
        }

        @Test
        void aSegmentThatIsMissingBeforeItIsMissedByTheIndex() throws IOException {
            disk.remove(segment(0));

            assertThat(inspect(false).damage()).isNotEmpty().allMatch(each -> each.what()
                    .contains("index refers to a place that is not there"));
        }

        @Test
        void noCheckpointButTheWholeLogIsSound() throws IOException {
            checkpoints().forEach(disk::remove);

            assertThat(inspect(true).damage()).isEmpty();
            assertThat(starts()).isTrue();
        }

        @Test
        void everyByteOfAFrameInTheSuffixIsWatched() throws IOException {
            EntryListing.Line line = lines(reactor().endSegment()).getFirst();
            int end = line.recordOffset() + 24;
            for (int offset = line.frameOffset(); offset < end; offset++) {
                flip(segment(line.segment()), offset);
                assertThat(inspect(true).isSound()).as("offset=" + offset).isFalse();
                flip(segment(line.segment()), offset);
            }
            assertThat(inspect(true).isSound()).isTrue();
        }
    }
}
