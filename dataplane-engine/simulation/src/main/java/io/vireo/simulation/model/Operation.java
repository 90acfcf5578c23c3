package io.vireo.simulation.model;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestSeekKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client asks for that concerns certain paths. {@link Rules} says what it does. */
public sealed interface Operation {
    /** Of this operation alone, in the whole run. */
    long id();

    /** The item that it is about; of a batch the first. */
    String path();

    /** Whether it may change something. */
    default boolean isWrite() {
        return true;
    }

    /** What it has in the arena; null: nothing. */
    default @Nullable Blob bodyInArena() {
        return null;
    }

    /**
     * A put.
     *
     * @param body null: none
     * @param stageId of the body when it was staged; 0: it is in the arena
     * @param position of a write, or the length of a truncation
     * @param expiresNs 0: never; negative: as it was
     * @param posixMode 0: the default
     */
    record Put(
            long id,
            String path,
            RequestPutMode mode,
            ItemKind kind,
            Map<String, Object> attributes,
            @Nullable Blob body,
            long stageId,
            long position,
            long expiresNs,
            int posixMode,
            Guard guard,
            long expectedVersion)
            implements Operation {
        @Override
        public @Nullable Blob bodyInArena() {
            return stageId == 0 ? body : null;
        }

        /** Whether it changes a part of a body alone. */
        public boolean isEdit() {
            return mode == RequestPutMode.WRITE || mode == RequestPutMode.TRUNCATE;
        }

        @Override
        public String toString() {
            return "put " + path + " " + mode + " " + kind + " attributes=" + attributes.keySet() + " body=" + body
                    + (stageId == 0 ? "" : " staged") + (position == 0 ? "" : " position=" + position)
                    + (expiresNs < 0 ? "" : " expires=" + expiresNs) + conditions(guard, expectedVersion);
        }
    }

    /**
     * An update.
     *
     * @param alternate null: refused when the guard does not hold
     */
    record Update(
            long id,
            String path,
            Change change,
            @Nullable Change alternate,
            boolean createIfMissing,
            Guard guard,
            long expectedVersion)
            implements Operation {
        @Override
        public String toString() {
            return "update " + path + " " + change.text(id) + (alternate == null ? "" : " else " + alternate.text(id))
                    + (createIfMissing ? " create" : "") + conditions(guard, expectedVersion);
        }
    }

    /**
     * What an update does, beside leaving its mark in attribute {@code w}.
     *
     * @param add to attribute {@code n}
     * @param remove attribute {@code m}, when it is there
     */
    record Change(long add, boolean remove) {
        /** In the native expression language. */
        public String text(long id) {
            return "n = if_not_exists(n, 0) + " + add + "; w = " + id + (remove ? "; delete(m)" : "");
        }
    }

    /** A delete. */
    record Delete(long id, String path, Guard guard, long expectedVersion) implements Operation {
        @Override
        public String toString() {
            return "delete " + path + conditions(guard, expectedVersion);
        }
    }

    /**
     * A get.
     *
     * @param names for a named projection
     * @param rangeLength 0: no body
     * @param handle of a pin that is read; 0: the item as it is
     */
    record Get(
            long id,
            String path,
            RequestProjection projection,
            List<String> names,
            long rangeStart,
            int rangeLength,
            boolean isPin,
            long handle,
            Guard guard,
            long expectedVersion)
            implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public String toString() {
            return "get " + path + " " + projection + (rangeLength == 0 ? "" : " " + rangeStart + "+" + rangeLength)
                    + (isPin ? " pin" : "") + (handle == 0 ? "" : " handle=" + handle)
                    + conditions(guard, expectedVersion);
        }
    }

    /** An item gets another path, in the place of what is there unless that must not be. */
    record Rename(long id, String path, String target, boolean noReplace, Guard guard, long expectedVersion)
            implements Operation {
        @Override
        public String toString() {
            return "rename " + path + " to " + target + (noReplace ? " new" : "") + conditions(guard, expectedVersion);
        }
    }

    /** Makes a stream, or lets one grow. */
    record CreateStream(long id, String path, int shardCount, int retentionSeconds, boolean isUpdate)
            implements Operation {
        @Override
        public String toString() {
            return (isUpdate ? "grow stream " : "create stream ") + path + " shards=" + shardCount + " retention="
                    + retentionSeconds;
        }
    }

    /** Appends records, each its data and its partition key, to a shard. */
    record Append(long id, String path, List<String> records) implements Operation {
        @Override
        public String toString() {
            return "append " + path + " count=" + records.size();
        }
    }

    /** Looks for a place in a shard. */
    record Seek(long id, String path, RequestSeekKind kind, long sequence, long timeNs) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public String toString() {
            return "seek " + path + " " + kind + " sequence=" + sequence + " time=" + timeNs;
        }
    }

    /** Reads records. */
    record Read(long id, String path, long location, int limit) implements Operation {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public String toString() {
            return "read " + path + " location=" + location + " limit=" + limit;
        }
    }

    /**
     * All or none.
     *
     * @param isSpread whether several reactors have the items: any part that cannot be may be what it is refused for
     */
    record Batch(long id, List<Operation> parts, boolean isSpread) implements Operation {
        @Override
        public String path() {
            return parts.getFirst().path();
        }

        @Override
        public @Nullable Blob bodyInArena() {
            return parts.stream()
                    .map(Operation::bodyInArena)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String toString() {
            return (isSpread ? "transaction " : "batch ") + parts;
        }
    }

    private static String conditions(Guard guard, long expectedVersion) {
        return (guard.text().isEmpty() ? "" : " if " + guard.text())
                + (expectedVersion == 0 ? "" : " if version " + expectedVersion);
    }
}
