package io.vireo.client;

/**
 * Gives an item another path, as one change. Its bytes stay where they are unless another reactor of the
 * engine owns the target, where they are copied to before. It stays the same item: inode and time of creation, the version one on.
 *
 * @param container id
 * @param path of the item, or of a directory with nothing below it
 * @param target path that it is to have; in a batch {@link EngineStatus#SPANS_PARTITIONS} when another reactor of the engine owns that
 * @param replaces whether an item that has the path goes; else {@link EngineStatus#EXISTS}
 * @param condition about the item, in the native expression language; empty: always true
 * @param expectedVersion of the item; 0: any
 */
public record RenameRequest(
        long container, String path, String target, boolean replaces, String condition, long expectedVersion)
        implements WriteRequest {
    /** Whatever is there. */
    public static RenameRequest of(long container, String path, String target) {
        return new RenameRequest(container, path, target, true, "", 0);
    }

    /** The same of one version alone. */
    RenameRequest ofVersion(long version) {
        return new RenameRequest(container, path, target, replaces, condition, version);
    }
}
