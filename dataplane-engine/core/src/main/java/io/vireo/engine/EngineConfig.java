package io.vireo.engine;

import com.sun.management.OperatingSystemMXBean;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.remote.RemoteConfig;
import io.vireo.channel.remote.TlsFiles;
import io.vireo.engine.io.DiskAccess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is started with. Partition and reactor count are kept in the journal: one that was written with others is refused.
 *
 * @param dataDirectory that the engine alone uses
 * @param socket that clients connect to
 * @param reactors loops, each with a thread and a journal of its own
 * @param partitions slices of the key space
 * @param grantKeyFile 32 bytes or more, that grants are signed with
 * @param segmentBytes length of each new journal segment
 * @param memoryBytes outside the heap, for the index and the cache of records, of all reactors
 * @param checkpointBytes of the journal of a reactor, after which the index is written down, so that a start need not go back further
 * @param scrubBytesPerSecond that are read in the background to be compared with their checksums; 0: none
 * @param spinNs how long an idle reactor spins before it sleeps
 * @param diskAccess who waits for the disk: {@code best}, {@code io_uring} or {@code threads}
 * @param remote how clients of other nodes come in; null: they do not
 */
public record EngineConfig(
        Path dataDirectory,
        Path socket,
        int reactors,
        int partitions,
        Path grantKeyFile,
        long segmentBytes,
        long memoryBytes,
        long checkpointBytes,
        long scrubBytesPerSecond,
        long spinNs,
        DiskAccess.Choice diskAccess,
        @Nullable RemoteConfig remote) {
    private static final long DEFAULT_SEGMENT_BYTES = 64L << 20;

    /** Index and cache may take one part in so many of the memory that the process may use; they take it as they grow. */
    private static final int DEFAULT_MEMORY_PART = 4;

    /** Replayed in about a second. */
    private static final long DEFAULT_CHECKPOINT_BYTES = 256L << 20;

    private static final String REMOTE_LISTEN = "remoteListen";
    private static final String REMOTE_CERTIFICATE = "remoteCertificate";
    private static final String REMOTE_KEY = "remoteKey";
    private static final String REMOTE_AUTHORITY = "remoteAuthority";

    /** A terabyte in twelve days. */
    private static final long DEFAULT_SCRUB_BYTES = 1 << 20;

    /** For clients of this node alone. */
    public EngineConfig(
            Path dataDirectory,
            Path socket,
            int reactors,
            int partitions,
            Path grantKeyFile,
            long segmentBytes,
            long memoryBytes,
            long checkpointBytes,
            long scrubBytesPerSecond,
            long spinNs,
            DiskAccess.Choice diskAccess) {
        this(
                dataDirectory,
                socket,
                reactors,
                partitions,
                grantKeyFile,
                segmentBytes,
                memoryBytes,
                checkpointBytes,
                scrubBytesPerSecond,
                spinNs,
                diskAccess,
                null);
    }

    /** Checks ranges. */
    public EngineConfig {
        require("reactors", reactors, 1, Limits.REACTOR_COUNT);
        require("partitions", partitions, 1, Limits.PARTITION_COUNT);
        require("segmentBytes", segmentBytes, Limits.SEGMENT_LENGTH_MIN, Limits.SEGMENT_LENGTH_MAX);
        require("memoryBytes", memoryBytes, reactors * Limits.MEMORY_LENGTH_MIN, Long.MAX_VALUE);
        require("checkpointBytes", checkpointBytes, 1 << 16, Long.MAX_VALUE);
        require("scrubBytesPerSecond", scrubBytesPerSecond, 0, 1L << 40);
        require("spinNs", spinNs, 0, 1_000_000_000);
        if (partitions < reactors) {
            throw new IllegalArgumentException(
                    "fewer partitions than reactors: partitions=" + partitions + " reactors=" + reactors);
        }
    }

    /**
     * Reads a JSON object whose keys are the names above; those with a default may be left out, others than these are refused.
     *
     * @throws IllegalArgumentException the message names the key
     */
    public static EngineConfig read(Path file) throws IOException {
        try {
            return of(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ": file=" + file, e);
        }
    }

    static EngineConfig of(String json) {
        Map<String, Object> values = FlatJson.parse(json);
        EngineConfig config = new EngineConfig(
                Path.of(FlatJson.text(values, "dataDirectory")),
                Path.of(FlatJson.text(values, "socket")),
                count(values, "reactors", 1, Limits.REACTOR_COUNT),
                count(values, "partitions", 4, Limits.PARTITION_COUNT),
                Path.of(FlatJson.text(values, "grantKeyFile")),
                FlatJson.number(values, "segmentBytes", DEFAULT_SEGMENT_BYTES),
                FlatJson.number(values, "memoryBytes", defaultMemoryBytes()),
                FlatJson.number(values, "checkpointBytes", DEFAULT_CHECKPOINT_BYTES),
                FlatJson.number(values, "scrubBytesPerSecond", DEFAULT_SCRUB_BYTES),
                FlatJson.number(values, "spinNs", defaultSpinNs()),
                values.containsKey("diskAccess")
                        ? DiskAccess.Choice.named(FlatJson.text(values, "diskAccess"))
                        : DiskAccess.Choice.BEST,
                remote(values));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("configuration has unknown keys: keys=" + values.keySet());
        }
        return config;
    }

    private static @Nullable RemoteConfig remote(Map<String, Object> values) {
        if (!values.containsKey(REMOTE_LISTEN)) {
            return null; // the keys about it, without it, are left over, and refused
        }
        InetSocketAddress address = address(FlatJson.text(values, REMOTE_LISTEN));
        boolean isEncrypted = values.containsKey(REMOTE_CERTIFICATE)
                || values.containsKey(REMOTE_KEY)
                || values.containsKey(REMOTE_AUTHORITY);
        @Nullable TlsFiles tls = isEncrypted
                ? new TlsFiles(
                        Path.of(FlatJson.text(values, REMOTE_CERTIFICATE)),
                        Path.of(FlatJson.text(values, REMOTE_KEY)),
                        Path.of(FlatJson.text(values, REMOTE_AUTHORITY)))
                : null;
        int connections = count(
                values, "remoteConnections", RemoteConfig.DEFAULT_MAX_CONNECTIONS, RemoteConfig.MAX_CONNECTIONS_LIMIT);
        try {
            return RemoteConfig.of(address, tls, connections);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(REMOTE_LISTEN + ": " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
            if (host.isEmpty()) {
                throw new IllegalArgumentException("host is missing");
            }
            return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(REMOTE_LISTEN + ": is not HOST:PORT: value=" + text, e);
        }
    }

    /** Checked here already: a long that is cut to an int could come to lie in the range. */
    private static int count(Map<String, Object> values, String key, int otherwise, int max) {
        long value = FlatJson.number(values, key, otherwise);
        require(key, value, 1, max);
        return (int) value;
    }

    private static long defaultMemoryBytes() {
        // Of the container, when the process is in one.
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return machine.getTotalMemorySize() / DEFAULT_MEMORY_PART;
    }

    private static long defaultSpinNs() {
        return ChannelWaiter.spinNs(Runtime.getRuntime().availableProcessors());
    }

    private static void require(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "configuration is out of range: " + name + "=" + value + " min=" + min + " max=" + max);
        }
    }
}
