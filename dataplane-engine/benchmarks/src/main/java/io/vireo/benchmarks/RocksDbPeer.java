package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The peer of an engine on a disk: RocksDB in this process, with a log that is synced at each commit. It has no process to be asked through, which is worth to it what a channel costs. A
 * value begins with a number of 4 bytes, which the scan's filter looks at. Threads: one.
 */
final class RocksDbPeer implements AutoCloseable {
    private static final long WRITE_BUFFER_BYTES = 256 << 20;
    private static final int VALUE_CAPACITY = 64 << 10;

    private final TemporaryFolder folder;
    private final Options options;
    private final RocksDB store;

    private RocksDbPeer(TemporaryFolder folder, Options options, RocksDB store) {
        this.folder = folder;
        this.options = options;
        this.store = store;
    }

    /** Opens one over a folder of its own. */
    static RocksDbPeer open() throws IOException {
        RocksDB.loadLibrary();
        TemporaryFolder folder = TemporaryFolder.create();
        Options options = new Options().setCreateIfMissing(true).setWriteBufferSize(WRITE_BUFFER_BYTES);
        try {
            return new RocksDbPeer(
                    folder,
                    options,
                    RocksDB.open(options, folder.path().resolve("db").toString()));
        } catch (RocksDBException e) {
            options.close();
            folder.close();
            throw new IOException("RocksDB does not open: " + e.getMessage(), e);
        }
    }

    /**
     * Puts values of the keys of all numbers in a range.
     *
     * @param batch puts that are committed at once
     * @param isSynced whether each commit waits for the disk
     * @return what one put took, in nanoseconds
     */
    double put(PathKeys names, long from, long count, int batch, int valueLength, boolean isSynced) throws IOException {
        byte[] value = new byte[valueLength];
        long start = System.nanoTime();
        try (WriteOptions options = new WriteOptions().setSync(isSynced);
                WriteBatch writes = new WriteBatch()) {
            for (long number = from; number < from + count; number++) {
                int length = names.make(number);
                ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) number);
                writes.put(Arrays.copyOf(names.bytes(), length), value);
                if (writes.count() == batch || number == from + count - 1) {
                    store.write(options, writes);
                    writes.clear();
                }
            }
        } catch (RocksDBException e) {
            throw new IOException("RocksDB does not write: " + e.getMessage(), e);
        }
        return (System.nanoTime() - start) / (double) count;
    }

    /**
     * Goes through everything, and counts the values that begin with a number.
     *
     * @param wanted number
     * @param count of values that must be there
     * @return what one value took, in nanoseconds
     */
    double scan(int wanted, long count) throws IOException {
        ByteBuffer value = ByteBuffer.allocateDirect(VALUE_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
        long seen = 0;
        long found = 0;
        long start = System.nanoTime();
        try (ReadOptions options = new ReadOptions();
                RocksIterator iterator = store.newIterator(options)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                iterator.value(value.clear());
                found += value.getInt(0) == wanted ? 1 : 0;
                seen++;
            }
        }
        double each = (System.nanoTime() - start) / (double) count;
        if (seen != count || found != 1) {
            throw new IOException("RocksDB lost values: seen=%d of=%d found=%d".formatted(seen, count, found));
        }
        return each;
    }

    @Override
    public void close() throws IOException {
        store.close();
        options.close();
        folder.close();
    }
}
