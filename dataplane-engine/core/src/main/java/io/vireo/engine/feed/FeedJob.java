package io.vireo.engine.feed;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Item;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.journal.LogWalk;
import io.vireo.engine.partition.Change;
import io.vireo.engine.partition.ChangeReader;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request for a page, and how far it has come. Threads: the reactor alone. */
final class FeedJob {
    /** Of a change in a reply, beside its records. */
    private static final int OVERHEAD_LENGTH = 256;

    private final FeedRequest request;
    private final BooleanSupplier isWanted;
    private final Consumer<FeedPage> answer;
    private final List<Change> changes = new ArrayList<>();

    /** Where to read on after each of the changes. */
    private final List<LogPosition> nexts = new ArrayList<>();

    private final Fetched fetched = new Fetched();
    private LogPosition position;
    private @Nullable LogWalk walk;
    private MemorySegment window = MemorySegment.NULL;
    private long length;
    private boolean isAtEnd;
    private boolean isInRecord;
    private int image;

    FeedJob(FeedRequest request, BooleanSupplier isWanted, Consumer<FeedPage> answer) {
        this.request = request;
        this.isWanted = isWanted;
        this.answer = answer;
        this.position = request.from();
    }

    FeedRequest request() {
        return request;
    }

    boolean isWanted() {
        return isWanted.getAsBoolean();
    }

    /** Where to read on. */
    LogPosition position() {
        return position;
    }

    /** Goes over the log from where it is, reading into a window that it gives back at the end. */
    void startWalk(LogWalk newWalk, MemorySegment newWindow) {
        walk = newWalk;
        window = newWindow;
    }

    LogWalk walk() {
        return Objects.requireNonNull(walk);
    }

    /** Ends the walk where it is, nothing being read; its window. */
    MemorySegment endWalk() {
        position = walk().position();
        walk = null;
        return window;
    }

    /** The record at a position has these changes. */
    void found(List<Change> ofRecord, LogPosition at) {
        for (Change change : ofRecord) {
            changes.add(change);
            nexts.add(at);
            length += OVERHEAD_LENGTH + change.length();
            length += request.hasOldImages() && change.before() != null
                    ? change.before().length()
                    : 0;
        }
        isInRecord = !ofRecord.isEmpty();
    }

    /** The walk has passed the record. */
    void passed(LogPosition at) {
        if (isInRecord) {
            nexts.set(nexts.size() - 1, at);
            isInRecord = false;
        }
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether the page can have no more changes. */
    boolean isFull() {
        return changes.size() >= request.limit() || length >= request.lengthMax();
    }

    void reachedEnd() {
        isAtEnd = true;
    }

    /** The next old image to be read; null: there is none. */
    @Nullable IndexEntry image() {
        if (!request.hasOldImages()) {
            return null;
        }
        while (image < changes.size() && changes.get(image).before() == null) {
            image++;
        }
        return image < changes.size() ? changes.get(image).before() : null;
    }

    void passImage() {
        image++;
    }

    boolean isReadingImages() {
        return fetched.isPending();
    }

    Fetched fetched() {
        return fetched;
    }

    void answer(FeedPage page) {
        answer.accept(page);
    }

    /** The page, all images being read. */
    FeedPage page(ChangeReader reader, long behindBytes) {
        List<FeedPage.Told> told = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            told.add(told(changes.get(i), nexts.get(i), reader));
        }
        return new FeedPage.Changes(told, position, isAtEnd, behindBytes);
    }

    private FeedPage.Told told(Change change, LogPosition next, ChangeReader reader) {
        IndexEntry before = change.before();
        if (!request.hasOldImages() || before == null) {
            return new FeedPage.Told(change, next, null, "");
        }
        try {
            byte[] bytes = fetched.find(before.location());
            return bytes == null
                    ? new FeedPage.Told(change, next, null, "what was there before is not kept any more")
                    : new FeedPage.Told(change, next, before(reader, change, bytes, before), "");
        } catch (CorruptRecordException e) {
            return new FeedPage.Told(change, next, null, String.valueOf(e.getMessage()));
        }
    }

    private static Item before(ChangeReader reader, Change change, byte[] bytes, IndexEntry at) {
        return reader.before(change.key(), bytes, at.location());
    }
}
