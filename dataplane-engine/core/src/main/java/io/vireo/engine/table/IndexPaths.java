package io.vireo.engine.table;

import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Where a container keeps the secondary indexes of its tables. Clients write nothing there.
 *
 * <pre>
 *   .index / TABLE / .definition                what indexes a table has: {@link TableIndexes}
 *   .index / TABLE / .by / NAME@ID / ENTRY      an entry of one of them: {@link IndexEntryPaths}; ID tells it from one of the same name before
 *   .index / .kept / REACTOR-N                  in container 0: up to where a reactor has kept its rows' entries
 * </pre>
 *
 * <p>TABLE may have slashes: no name of a row or an entry begins with a dot, so the last segments say what it is.
 */
public final class IndexPaths {
    /** Where it is kept: changes below it are told to nobody who does not ask for them. */
    public static final byte[] FOLDER = bytes(".index");

    private static final byte[] SLASH = {'/'};
    private static final byte[] DEFINITION = bytes("/.definition");
    private static final byte[] ENTRIES = bytes("/.by/");
    private static final String KEPT = ".index/.kept/";

    private IndexPaths() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is kept by the engine for indexes, and no client's to write. */
    public static boolean isKept(Key key) {
        return key.pathStartsWith(FOLDER) && (key.pathLength() == FOLDER.length || key.pathByte(FOLDER.length) == '/');
    }

    /** The item that says what indexes a table has. */
    public static Key definition(Key table) {
        byte[] path = join(FOLDER, SLASH, table.path(), DEFINITION);
        if (path.length > Limits.PATH_LENGTH) {
            throw new InvalidRequestException("path of a table with indexes is too long: field=path length="
                    + table.pathLength() + " limit=" + (Limits.PATH_LENGTH - FOLDER.length - 1 - DEFINITION.length));
        }
        return Key.of(table.container(), path);
    }

    /** Whether a key is that of a {@link #definition}. */
    public static boolean isDefinition(byte[] encodedKey) {
        int start = Key.CONTAINER_LENGTH;
        int end = encodedKey.length - DEFINITION.length;
        return end > start + FOLDER.length + 1
                && encodedKey[start + FOLDER.length] == '/'
                && Arrays.equals(encodedKey, start, start + FOLDER.length, FOLDER, 0, FOLDER.length)
                && Arrays.equals(encodedKey, end, encodedKey.length, DEFINITION, 0, DEFINITION.length);
    }

    /** The table that a {@link #definition} is of. */
    public static Key table(Key definition) {
        return Key.of(
                definition.container(),
                definition.path(FOLDER.length + 1, definition.pathLength() - DEFINITION.length));
    }

    /** What the paths of all entries of an index start with. */
    static byte[] entries(Key table, IndexDefinition index) {
        return join(
                FOLDER, SLASH, table.path(), ENTRIES, bytes(index.name() + '@' + Long.toHexString(index.id()) + '/'));
    }

    /** Where a reactor keeps how far it is: the first of such keys that is its own. */
    public static Key position(int reactor, Predicate<Key> isOwn) {
        for (int number = 0; ; number++) {
            Key key = Key.of(0, KEPT + reactor + '-' + number);
            if (isOwn.test(key)) {
                return key;
            }
        }
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int offset = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, offset, part.length);
            offset += part.length;
        }
        return joined;
    }
}
