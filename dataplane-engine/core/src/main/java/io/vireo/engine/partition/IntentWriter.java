package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends intents: what they say takes effect, by entries as anybody's, or it does not. Where a method answers false the journal had no room: what was done is to be taken back. Threads:
 * the reactor alone.
 */
public final class IntentWriter {
    private final Journal journal;
    private final Intents intents;
    private final EpochClock clock;
    private final ByteReader reader = new ByteReader();
    private final IndexEntry slot = new IndexEntry();

    /** Writes to a journal. */
    public IntentWriter(Journal journal, Intents intents, EpochClock clock) {
        this.journal = journal;
        this.intents = intents;
        this.clock = clock;
    }

    /** Has what an intent says take effect, all in one commit. */
    public boolean apply(TransactionId id) {
        for (Intents.Part part : intents.parts(id)) {
            Partition partition = part.partition();
            if (!journal.begin(partition.index())) {
                return false;
            }
            EntryCodec.apply(journal.metadata(), id, part.number(), partition.nextTimeNs(clock.nowNs()));
            part.entries(entry -> EntryCodec.applied(journal.metadata(), entry, before(partition, entry)));
            if (!end(partition)) {
                return false;
            }
        }
        return true;
    }

    /** What an entry takes the place of, if that is to be told. */
    private @Nullable IndexEntry before(Partition partition, Entry intended) {
        boolean isChange = intended.type() == EntryCodec.PUT || intended.type() == EntryCodec.DELETE;
        boolean isTold = isChange && intended.before(slot).length() > 0;
        return isTold && partition.store().get(intended.keyBytes(), slot) ? slot : null;
    }

    /** Has nothing of what an intent says take effect. */
    public boolean abort(TransactionId id) {
        for (Intents.Part part : intents.parts(id)) {
            if (!journal.begin(part.partition().index())) {
                return false;
            }
            EntryCodec.abort(journal.metadata(), id, part.number());
            if (!end(part.partition())) {
                return false;
            }
        }
        return true;
    }

    /** Has it forgotten that a transaction was decided, which nobody will ask for any more. */
    public boolean forget(Partition partition, TransactionId id) {
        if (!journal.begin(partition.index())) {
            return false;
        }
        EntryCodec.done(journal.metadata(), id);
        return end(partition);
    }

    private boolean end(Partition partition) {
        ByteWriter metadata = journal.metadata();
        partition.apply(reader.wrap(metadata.array(), 0, metadata.length()), journal.metadataLocation());
        return journal.end();
    }

    /**
     * Whether what an intent takes the place of is not what is there any more: it took effect already, by a commit that a repair gave up. Of a log without such gaps it never is.
     */
    public boolean isStale(TransactionId id) {
        Set<Key> seen = new HashSet<>();
        boolean[] isStale = new boolean[1];
        for (Intents.Part part : intents.parts(id)) {
            part.entries(entry -> {
                boolean isChange = entry.type() == EntryCodec.PUT || entry.type() == EntryCodec.DELETE;
                if (isChange && seen.add(Key.ofEncoded(entry.keyBytes()))) {
                    IndexEntry before = entry.before(new IndexEntry());
                    boolean isThere = part.partition().store().get(entry.keyBytes(), slot);
                    boolean makes = entry.type() == EntryCodec.PUT && entry.kind() != ItemKind.SHARD;
                    isStale[0] |=
                            before.length() > 0 ? !isThere || slot.location() != before.location() : makes && isThere;
                }
            });
        }
        return isStale[0];
    }
}
