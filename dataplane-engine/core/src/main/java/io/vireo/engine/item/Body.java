package io.vireo.engine.item;

import io.vireo.engine.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an object or file: where they are.
 *
 * @param length in bytes
 * @param checksum CRC-32C of all of them
 * @param extents in order, one behind the other, holes among them
 */
public record Body(long length, int checksum, List<Extent> extents) {
    /** No bytes. */
    public static final Body EMPTY = new Body(0, 0, List.of());

    /** What these extents make, one behind the other. */
    public static Body of(List<Extent> extents) {
        long length = 0;
        int checksum = 0;
        for (Extent extent : extents) {
            length += extent.length();
            if (extent.isHole()) {
                checksum = JoinedChecksum.of(checksum, JoinedChecksum.ofZeros(extent.length()), extent.length());
            }
            int rest = extent.length();
            for (int block : extent.checksums()) {
                checksum = rest >= Limits.BODY_BLOCK_LENGTH
                        ? JoinedChecksum.ofBlock(checksum, block)
                        : JoinedChecksum.of(checksum, block, rest);
                rest -= Limits.BODY_BLOCK_LENGTH;
            }
        }
        return length == 0 ? EMPTY : new Body(length, checksum, List.copyOf(extents));
    }

    /** The extents that lie in the log. */
    public List<Extent> stored() {
        for (int i = 0; i < extents.size(); i++) {
            if (extents.get(i).isHole()) {
                return extents.stream().filter(each -> !each.isHole()).toList();
            }
        }
        return extents;
    }

    /** These bytes and others behind them; nothing is copied. */
    public Body followedBy(Body next) {
        if (length == 0) {
            return next;
        }
        List<Extent> all = new ArrayList<>(extents.size() + next.extents.size());
        all.addAll(extents);
        all.addAll(next.extents);
        return new Body(
                length + next.length, JoinedChecksum.of(checksum, next.checksum, next.length), List.copyOf(all));
    }

    /** Whether it lies in so many short pieces that one more of this length costs more than writing it anew, now and then. */
    public boolean isCrumbled(long nextLength) {
        return extents.size() >= Limits.BODY_SHORT_EXTENT_COUNT
                && nextLength < Limits.BODY_BLOCK_LENGTH
                && length / extents.size() < Limits.BODY_BLOCK_LENGTH;
    }
}
