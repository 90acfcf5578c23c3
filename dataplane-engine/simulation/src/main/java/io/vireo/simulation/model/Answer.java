package io.vireo.simulation.model;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ChangeKind;
import io.vireo.channel.message.ChangeReader;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.ItemStateReader;
import io.vireo.channel.message.RecordReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine answered, taken out of its message.
 *
 * @param message why, when the status is not ok
 * @param body bytes that came beside the message
 * @param entry of a get, or the state after a write
 * @param handle of a pin
 * @param location that a seek found
 * @param page of records, null when it is none
 * @param firstSequence of an append, with its count
 * @param parts of a batch, with the index of the one that failed
 * @param listing null when it is none
 * @param stageId of a stage, with its length
 */
public record Answer(
        Status status,
        String message,
        byte[] body,
        @Nullable Entry entry,
        long handle,
        long location,
        @Nullable Page page,
        long firstSequence,
        long count,
        List<Answer> parts,
        int failedIndex,
        @Nullable Listing listing,
        long stageId,
        long stagedLength,
        @Nullable Feed feed) {

    /** Changes of a partition. */
    public record Feed(List<Told> changes, byte[] next, boolean isAtEnd) {}

    /** A change of an item. */
    public record Told(
            ChangeKind kind,
            byte[] position,
            long sequence,
            String path,
            long timeNs,
            long version,
            long firstSequence,
            long recordCount,
            @Nullable Entry newItem,
            @Nullable Entry oldItem,
            String oldFault) {}

    /** An item as the engine shows it. */
    public record Entry(
            String path,
            ItemKind kind,
            long version,
            long bodyLength,
            long checksum,
            long createdNs,
            long modifiedNs,
            long inode,
            long mode,
            long lastSequence,
            long shardCount,
            long retentionSeconds,
            long expiresNs,
            Map<String, Object> attributes,
            boolean isPrefix) {}

    /** A record of a shard. */
    public record Line(long sequence, long arrivalNs, String data) {}

    /** Records of a shard. */
    public record Page(List<Line> lines, long next, long behind) {}

    /** Entries of a directory. */
    public record Listing(List<Entry> entries, String nextMarker) {}

    /** Reads a reply. */
    public static Answer of(ReplyReader reply, byte[] body) {
        Entry entry = null;
        long handle = 0;
        long location = 0;
        Page page = null;
        long first = 0;
        long count = 0;
        List<Answer> parts = List.of();
        int failedIndex = -1;
        Listing listing = null;
        long stageId = 0;
        long stagedLength = 0;
        Feed feed = null;
        switch (reply.which()) {
            case ITEM -> entry = entry(reply.item());
            case PINNED -> {
                entry = entry(reply.pinned().pinnedEntry());
                handle = reply.pinned().handle();
            }
            case LOCATION -> location = reply.location();
            case RECORDS -> page = page(reply);
            case APPENDED -> {
                first = reply.appended().firstSequence();
                count = reply.appended().count();
            }
            case BATCH -> {
                failedIndex = reply.batch().failedIndex();
                parts = parts(reply.batch().replies());
            }
            case LISTING -> listing = listing(reply);
            case STAGE -> {
                stageId = reply.stage().stageId();
                stagedLength = reply.stage().stagedLength();
            }
            case CHANGES -> feed = feed(reply);
            case NONE, ENGINE, COUNTED, UNRECOGNIZED -> {}
        }
        return new Answer(
                reply.status(),
                reply.message(),
                body,
                entry,
                handle,
                location,
                page,
                first,
                count,
                parts,
                failedIndex,
                listing,
                stageId,
                stagedLength,
                feed);
    }

    private static Feed feed(ReplyReader reply) {
        List<Told> changes = new ArrayList<>();
        StructListReader<ChangeReader> page = reply.changes().changePage();
        for (int i = 0; i < page.count(); i++) {
            ChangeReader change = page.get(i);
            changes.add(new Told(
                    change.kind(),
                    change.position().toByteArray(),
                    change.sequence(),
                    change.path(),
                    change.timeNs(),
                    change.version(),
                    change.firstSequence(),
                    change.recordCount(),
                    change.hasNewItem() ? entry(change.newItem()) : null,
                    change.hasOldItem() ? entry(change.oldItem()) : null,
                    change.hasOldFault() ? change.oldFault() : ""));
        }
        return new Feed(
                changes,
                reply.changes().nextPosition().toByteArray(),
                reply.changes().atEnd());
    }

    private static List<Answer> parts(StructListReader<ReplyReader> replies) {
        List<Answer> parts = new ArrayList<>();
        for (int i = 0; i < replies.count(); i++) {
            parts.add(of(replies.get(i), new byte[0]));
        }
        return parts;
    }

    private static Page page(ReplyReader reply) {
        List<Line> lines = new ArrayList<>();
        StructListReader<RecordReader> records = reply.records().page();
        for (int i = 0; i < records.count(); i++) {
            RecordReader line = records.get(i);
            String data = new String(line.data().toByteArray(), StandardCharsets.ISO_8859_1);
            lines.add(new Line(line.sequence(), line.arrivalNs(), data + "|" + line.partitionKey()));
        }
        return new Page(lines, reply.records().nextLocation(), reply.records().behindRecords());
    }

    private static Listing listing(ReplyReader reply) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < reply.listing().entries().count(); i++) {
            entries.add(entry(reply.listing().entries().get(i)));
        }
        return new Listing(entries, reply.listing().nextMarker());
    }

    private static Entry entry(EntryReader entry) {
        ItemStateReader state = entry.state();
        return new Entry(
                entry.path(),
                state.kind(),
                state.version(),
                state.bodyLength(),
                state.bodyCrc32c(),
                state.createdNs(),
                state.modifiedNs(),
                state.inode(),
                state.mode(),
                state.lastSequence(),
                state.shardCount(),
                state.retentionSeconds(),
                state.expiresNs(),
                Values.read(entry.attributes()),
                entry.prefix());
    }

    @Override
    public String toString() {
        String what = status + (message.isEmpty() ? "" : " \"" + message + "\"");
        if (entry != null) {
            what += " version=" + entry.version() + " writer="
                    + entry.attributes().get("w") + " modified=" + entry.modifiedNs() + " length=" + entry.bodyLength()
                    + " kind=" + entry.kind();
        }
        if (page != null) {
            what += " records=" + page.lines().size() + " next=" + page.next();
        }
        if (listing != null) {
            what += " entries=" + listing.entries().stream().map(Entry::path).toList() + " marker="
                    + listing.nextMarker();
        }
        return what
                + (count > 0 ? " first=" + firstSequence + " count=" + count : "")
                + (location > 0 ? " location=" + location : "")
                + (feed == null ? "" : " changes=" + feed.changes().size() + " atEnd=" + feed.isAtEnd())
                + (parts.isEmpty() ? "" : " parts=" + parts + " failed=" + failedIndex);
    }
}
