package io.vireo.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.Limits;
import io.vireo.engine.io.BlockingDiskQueue;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.journal.Journal.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalJournalTest {
    private static final JournalConfig CONFIG = new JournalConfig(0, 1, 4, Limits.SEGMENT_LENGTH_MIN);
    private static final String FIRST_SEGMENT = Segment.name(0, 0);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Map<LocalJournal, DiskCalls> callsOf = new IdentityHashMap<>();
    private long nowNs = 1;

    @Nested
    class Commit {
        @Test
        void makesAllRecordsDurableWithOneForce() throws IOException {
            LocalJournal journal = open(disk);
            int forcesBefore = disk.forceCount;

            append(journal, 0, "a", 10);
            append(journal, 3, "b", 0);
            append(journal, 1, "c", 5);

            assertThat(commit(journal)).isEqualTo(Outcome.DURABLE);
            assertThat(disk.forceCount).isEqualTo(forcesBefore + 1);
            assertThat(replayed(disk.crashed())).containsExactly("0:a:10", "3:b:0", "1:c:5");
        }

        @Test
        void keepsNothingOfARecordThatWasAborted() throws IOException {
            LocalJournal journal = open(disk);
            append(journal, 0, "kept", 3);
            long mark = journal.mark();
            journal.begin(0);
            journal.appendBody(MemorySegment.ofArray(new byte[100]), 0, 100);
            journal.metadata().bytes("dropped".getBytes(StandardCharsets.UTF_8));

            journal.rollBack(mark);
            append(journal, 0, "next", 3);
            commit(journal);

            assertThat(replayed(disk.crashed())).containsExactly("0:kept:3", "0:next:3");
        }

        @Test
        void saysWhereABodyIs() throws IOException {
            LocalJournal journal = open(disk);
            journal.begin(0);
            byte[] body = {1, 2, 3, 4, 5};
            journal.appendBody(MemorySegment.ofArray(body), 0, 5);
            long location = journal.bodyLocation();
            journal.end();
            commit(journal);

            MemorySegment target = Arena.ofAuto().allocate(3);
            journal.read(
                    location + 1, target, 0, 3, failure -> assertThat(failure).isNull());
            callsOf.get(journal).poll();

            assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsExactly(2, 3, 4);
        }
    }

    @Nested
    class Room {
        @Test
        void goesOnInTheNextSegmentAndReplaysAll() throws IOException {
            LocalJournal journal = open(disk);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                commitWithRoom(journal, "record" + i, 100_000);
                expected.add("0:record" + i + ":100000");
            }

            assertThat(disk.names()).hasSizeGreaterThan(4);
            assertThat(replayed(disk.crashed())).isEqualTo(expected);
        }

        @Test
        void takesARecordThatFillsASegmentExactly() throws IOException {
            LocalJournal journal = open(disk);
            int bodyLength = (int) journal.recordLengthMax() - JournalDescriptor.RECORD_HEADER_LENGTH;

            journal.begin(0);
            boolean fits = journal.appendBody(MemorySegment.ofArray(new byte[bodyLength]), 0, bodyLength);

            assertThat(fits).isTrue();
            assertThat(journal.end()).isTrue();
            assertThat(commit(journal)).isEqualTo(Outcome.DURABLE);
            assertThat(replayed(disk.crashed())).containsExactly("0::" + bodyLength);
        }

        @Test
        void refusesARecordOneByteLongerThanASegment() throws IOException {
            LocalJournal journal = open(disk);
            int bodyLength = (int) journal.recordLengthMax() - JournalDescriptor.RECORD_HEADER_LENGTH + 1;

            journal.begin(0);

            assertThat(journal.appendBody(MemorySegment.ofArray(new byte[bodyLength]), 0, bodyLength))
                    .isFalse();
        }

        @Test
        void isReadOnlyWhileTheDiskIsFullAndRecovers() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "first", 10);
            disk.capacity = 0;
            int written = 1;
            while (commitIfRoom(journal, "more", 100_000)) {
                written++;
            }

            assertThat(journal.isWritable()).isFalse();
            assertThat(journal.refusal()).contains("no new journal segment can be made", "No space left on device");
            disk.capacity = Long.MAX_VALUE;
            nowNs += 1_000_000_000L;
            assertThat(journal.isWritable()).isTrue();
            assertThat(commitIfRoom(journal, "last", 100_000)).isTrue();
            assertThat(replayed(disk.crashed())).hasSize(written + 1).endsWith("0:last:100000");
        }
    }

    @Nested
    class Failure {
        @Test
        void keepsNothingOfAWriteThatFailedAndGoesOn() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "before", 10);
            disk.failingWrites = 1;
            append(journal, 0, "failed", 100);

            assertThat(commit(journal)).isEqualTo(Outcome.REFUSED);

            assertThat(journal.refusal()).contains("the journal cannot be written: Input/output error", FIRST_SEGMENT);
            assertThat(replayed(disk.copy())).containsExactly("0:before:10");
            assertThat(journal.isWritable()).isTrue();
            commitWithRoom(journal, "after", 10);
            assertThat(replayed(disk.crashed())).containsExactly("0:before:10", "0:after:10");
        }

        @Test
        void isPoisonedByAWriteThatCannotBeTakenBack() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "before", 10);
            disk.failingWrites = 2;
            append(journal, 0, "failed", 100);

            assertThat(commit(journal)).isEqualTo(Outcome.POISONED);

            assertThat(journal.isWritable()).isFalse();
            assertThat(journal.refusal()).contains("nor can the failed write be taken back");
            assertThat(replayed(disk.crashed())).containsExactly("0:before:10");
        }

        @Test
        void refusesEverythingAfterAFailedForce() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "before", 10);
            disk.failsForces = true;
            append(journal, 0, "unknown", 10);

            assertThat(commit(journal)).isEqualTo(Outcome.POISONED);
            disk.failsForces = false;

            assertThat(journal.isWritable()).isFalse();
            assertThat(journal.refusal()).contains("fsync failed", FIRST_SEGMENT);
        }
    }

    @Nested
    class Recovery {
        @Test
        void stopsAtTheTornEndWhereverItIsTorn() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "whole", 20);
            int lastStart = usedLength(disk);
            append(journal, 1, "torn-1", 70);
            append(journal, 2, "torn-2", 30);
            commit(journal);
            int end = usedLength(disk);

            for (int cut = lastStart; cut < end; cut++) {
                SimulatedDisk torn = disk.copy();
                Arrays.fill(torn.bytes(FIRST_SEGMENT), cut, end, (byte) 0);
                boolean isWhole = Arrays.equals(torn.bytes(FIRST_SEGMENT), disk.bytes(FIRST_SEGMENT));
                List<String> found = replayed(torn);
                assertThat(found)
                        .as("cut=" + cut)
                        .isEqualTo(
                                isWhole ? List.of("0:whole:20", "1:torn-1:70", "2:torn-2:30") : List.of("0:whole:20"));
            }
        }

        @Test
        void stopsAtTheTornEndWhicheverByteOfItIsWrong() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "whole", 20);
            int lastStart = usedLength(disk);
            append(journal, 1, "torn", 70);
            commit(journal);
            int end = usedLength(disk);

            for (int at = lastStart; at < end; at++) {
                SimulatedDisk torn = disk.copy();
                torn.bytes(FIRST_SEGMENT)[at] ^= 0x40;
                List<String> found = replayed(torn);
                // Padding carries nothing; a flipped byte there is not damage.
                assertThat(found).as("at=" + at).startsWith("0:whole:20").hasSizeLessThanOrEqualTo(2);
                if (found.size() == 2) {
                    assertThat(found.get(1)).isEqualTo("1:torn:70");
                }
            }
        }

        @Test
        void writesOverTheTornEnd() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "whole", 20);
            int lastStart = usedLength(disk);
            commitWithRoom(journal, "torn", 5_000);
            SimulatedDisk torn = disk.copy();
            torn.bytes(FIRST_SEGMENT)[lastStart + 40] ^= 1;

            LocalJournal after = open(torn);
            commitWithRoom(after, "next", 10);

            assertThat(replayed(torn.crashed())).containsExactly("0:whole:20", "0:next:10");
        }

        @Test
        void refusesDamageThatIsFollowedByWholeFramesAndSaysWhere() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "first", 20);
            int secondStart = usedLength(disk);
            commitWithRoom(journal, "second", 20);
            commitWithRoom(journal, "third", 20);

            disk.bytes(FIRST_SEGMENT)[secondStart + 9] ^= 1;

            assertThatThrownBy(() -> replayed(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("corrupt")
                    .hasMessageContaining("file=/simulated/" + FIRST_SEGMENT + " offset=" + secondStart);
        }

        @Test
        void refusesAFrameThatTurnedToZerosBetweenOthers() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "first", 20);
            int secondStart = usedLength(disk);
            commitWithRoom(journal, "second", 20);
            int thirdStart = usedLength(disk);
            commitWithRoom(journal, "third", 20);

            Arrays.fill(disk.bytes(FIRST_SEGMENT), secondStart, thirdStart, (byte) 0);

            assertThatThrownBy(() -> replayed(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("corrupt");
        }

        @Test
        void refusesDamageInAnEarlierSegment() throws IOException {
            LocalJournal journal = open(disk);
            for (int i = 0; i < 30; i++) {
                commitWithRoom(journal, "record" + i, 100_000);
            }

            // In the last frame of the first segment: nothing whole follows it in its own file.
            disk.bytes(FIRST_SEGMENT)[usedLength(disk) - 8] ^= 1;

            assertThatThrownBy(() -> replayed(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("corrupt");
        }

        @Test
        void passesOverADamagedBodyOfAnEarlierSegmentWhichItsReaderWillMeet() throws IOException {
            LocalJournal journal = open(disk);
            for (int i = 0; i < 30; i++) {
                commitWithRoom(journal, "record" + i, 100_000);
            }

            disk.bytes(FIRST_SEGMENT)[50_000] ^= 1;

            assertThat(replayed(disk)).hasSize(30);
        }

        @Test
        void takesNoBodyForAFrame() throws IOException {
            LocalJournal journal = open(disk);
            commitWithRoom(journal, "first", 20);
            byte[] frames = Arrays.copyOf(disk.bytes(FIRST_SEGMENT), 4_096);
            // Whole frames of another log, of which a client could keep a copy: their log id is not this one's.
            SimulatedDisk other = new SimulatedDisk();
            LocalJournal hostile = opened(other, CONFIG, 99);
            for (int i = 0; i < 5; i++) {
                commitWithRoom(hostile, "forged", 20);
            }
            byte[] forged = Arrays.copyOfRange(other.bytes(FIRST_SEGMENT), 64, 2_048);
            assertThat(frames).isNotEqualTo(forged);
            int lastStart = usedLength(disk);
            journal.begin(0);
            journal.appendBody(MemorySegment.ofArray(forged), 0, forged.length);
            journal.end();
            commit(journal);

            disk.bytes(FIRST_SEGMENT)[lastStart + 5] ^= 1;

            assertThat(replayed(disk)).containsExactly("0:first:20");
        }

        @Test
        void refusesAnUnknownFormatVersion() throws IOException {
            commitWithRoom(open(disk), "a", 1);

            disk.bytes(FIRST_SEGMENT)[JournalDescriptor.FORMAT_VERSION_OFFSET] = 9;

            assertThatThrownBy(() -> open(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("format version that this engine does not know: version=9 known=3");
        }

        @ParameterizedTest
        @ValueSource(bytes = {1, 2})
        void refusesAJournalOfAnEarlierFormatAndSaysWhatToDo(byte version) throws IOException {
            commitWithRoom(open(disk), "a", 1);

            disk.bytes(FIRST_SEGMENT)[JournalDescriptor.FORMAT_VERSION_OFFSET] = version;

            assertThatThrownBy(() -> open(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("version=" + version + " known=3")
                    .hasMessageContaining("written by an earlier Vireo, which can export it");
        }

        @Test
        void refusesAJournalOfAnotherPartitionCount() throws IOException {
            commitWithRoom(open(disk), "a", 1);
            JournalConfig other = new JournalConfig(0, 1, 8, CONFIG.segmentLength());

            assertThatThrownBy(() -> opened(disk, other, 1))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("another partition count: stored=4 wanted=8");
        }

        @Test
        void refusesAJournalWithAMissingSegment() throws IOException {
            LocalJournal journal = open(disk);
            for (int i = 0; i < 30; i++) {
                commitWithRoom(journal, "record" + i, 100_000);
            }

            disk.remove(Segment.name(0, 1));

            assertThatThrownBy(() -> open(disk))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("missing: expected=" + Segment.name(0, 1));
        }

        @Test
        void usesASegmentThatWasMadeAhead() throws IOException {
            LocalJournal journal = open(disk);
            for (int i = 0; i < 7; i++) {
                commitWithRoom(journal, "record" + i, 100_000);
            }
            assertThat(disk.names()).hasSize(3);

            LocalJournal again = open(disk.crashed());
            for (int i = 0; i < 7; i++) {
                commitWithRoom(again, "later" + i, 100_000);
            }

            assertThat(again.recordLengthMax()).isPositive();
        }
    }

    private LocalJournal opened(SimulatedDisk on, JournalConfig config, long seed) throws IOException {
        DiskCalls calls = new DiskCalls(new BlockingDiskQueue(16));
        LocalJournal journal =
                LocalJournal.open(on, calls, config, () -> nowNs, new Random(seed), Runnable::run, () -> {});
        callsOf.put(journal, calls);
        return journal;
    }

    private Outcome commit(LocalJournal journal) {
        journal.commit();
        Outcome outcome = journal.poll();
        while (outcome == null) {
            callsOf.get(journal).poll();
            outcome = journal.poll();
        }
        return outcome;
    }

    private LocalJournal open(SimulatedDisk on) throws IOException {
        LocalJournal journal = opened(on, CONFIG, 1);
        journal.replay(JournalPosition.START, (partition, entries, location) -> {});
        return journal;
    }

    private static void append(LocalJournal journal, int partition, String text, int bodyLength) {
        assertThat(build(journal, partition, text, bodyLength)).isTrue();
    }

    private static boolean build(LocalJournal journal, int partition, String text, int bodyLength) {
        byte[] body = new byte[bodyLength];
        Arrays.fill(body, (byte) text.hashCode());
        long mark = journal.mark();
        boolean fits = journal.begin(partition) && journal.appendBody(MemorySegment.ofArray(body), 0, bodyLength);
        if (fits) {
            journal.metadata().bytes(text.getBytes(StandardCharsets.UTF_8));
            fits = journal.end();
        }
        if (!fits) {
            journal.rollBack(mark);
        }
        return fits;
    }

    private void commitWithRoom(LocalJournal journal, String text, int bodyLength) {
        assertThat(commitIfRoom(journal, text, bodyLength)).isTrue();
    }

    private boolean commitIfRoom(LocalJournal journal, String text, int bodyLength) {
        if (!build(journal, 0, text, bodyLength) && !(journal.roll() && build(journal, 0, text, bodyLength))) {
            return false;
        }
        return commit(journal) == Outcome.DURABLE;
    }

    private List<String> replayed(SimulatedDisk on) throws IOException {
        List<String> records = new ArrayList<>();
        LocalJournal journal = opened(on, CONFIG, 1);
        journal.replay(JournalPosition.START, (partition, entries, location) -> {
            String text = new String(entries.bytes(entries.remaining()), StandardCharsets.UTF_8);
            records.add(partition + ":" + text + ":" + recordedBodyLength(on, location));
        });
        return records;
    }

    /** Of the record whose metadata is here: that in its header, which is looked for from the start of the segment. */
    private static int recordedBodyLength(SimulatedDisk on, long metadataLocation) {
        ByteBuffer segment = ByteBuffer.wrap(on.bytes(Segment.name(0, Location.segment(metadataLocation))))
                .order(ByteOrder.LITTLE_ENDIAN);
        int frame = JournalDescriptor.SEGMENT_HEADER_LENGTH;
        while (true) {
            int record = frame + JournalDescriptor.FRAME_HEADER_LENGTH;
            int end = frame + segment.getInt(frame + JournalDescriptor.FRAME_LENGTH_OFFSET);
            while (record < end) {
                int bodyLength = segment.getInt(record + JournalDescriptor.RECORD_BODY_LENGTH_OFFSET);
                int metadataLength = segment.getInt(record + JournalDescriptor.RECORD_METADATA_LENGTH_OFFSET);
                int metadata = record + JournalDescriptor.RECORD_HEADER_LENGTH + JournalDescriptor.align(bodyLength);
                if (metadata == Location.offset(metadataLocation)) {
                    return bodyLength;
                }
                record += (int) JournalDescriptor.recordLength(bodyLength, metadataLength);
            }
            frame = end;
        }
    }

    /** Where the first segment's zeros start. */
    private static int usedLength(SimulatedDisk on) {
        byte[] bytes = on.bytes(FIRST_SEGMENT);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return (end + 7) & ~7;
    }
}
