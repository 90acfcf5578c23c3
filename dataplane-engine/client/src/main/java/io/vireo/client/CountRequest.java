package io.vireo.client;

/**
 * Asks how many items there are below a directory. The engine counts by its index; only for a filter, and for items that may just have expired, it reads records.
 *
 * @param container id
 * @param directory path; empty: the whole container
 * @param recursive false: items directly in it, directories not; true: everything below that was made by name
 * @param prefix of the names below the directory; empty: all
 * @param filter in the native expression language; empty: all
 */
public record CountRequest(long container, String directory, boolean recursive, String prefix, String filter) {
    /** Everything below a directory. */
    public static CountRequest below(long container, String directory) {
        return new CountRequest(container, directory, true, "", "");
    }
}
