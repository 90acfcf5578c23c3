package io.vireo.agent.snapshot;

import io.vireo.agent.DurableFile;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.InvalidSnapshotException;
import io.vireo.controlplane.api.v1.SnapshotPush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The last configuration that was applied, on disk, with the one before it. A node starts from it when there is no control plane to
 * ask, for however long. Each file is a {@code SnapshotPush}, which holds the hash of what it carries.
 *
 * <p>For one thread.
 */
public final class LastKnownGood {
    private final Path file;
    private final Path previous;

    /**
     * What was found on disk.
     *
     * @param snapshot nothing if there is none, or none that is whole
     * @param warning what is wrong with a file that was passed over; empty: nothing
     */
    public record Loaded(Optional<AppliedSnapshot> snapshot, String warning) {}

    /** @param folder of the agent */
    public LastKnownGood(Path folder) {
        file = folder.resolve("last-known-good.pb");
        previous = folder.resolve("last-known-good.previous.pb");
    }

    /** Reads the newest file that is whole. */
    public Loaded load() {
        if (!Files.exists(file) && !Files.exists(previous)) {
            return new Loaded(Optional.empty(), "");
        }
        String warning = "";
        if (Files.exists(file)) {
            try {
                return new Loaded(Optional.of(read(file)), "");
            } catch (IOException | InvalidSnapshotException e) {
                warning = file + " is damaged: " + e.getMessage();
            }
        }
        try {
            AppliedSnapshot older = read(previous);
            String what = warning.isEmpty() ? file + " is missing" : warning;
            return new Loaded(Optional.of(older), what + "; the one before is used: version=" + older.version());
        } catch (IOException | InvalidSnapshotException e) {
            return new Loaded(Optional.empty(), warning + "; the one before cannot be read: " + e.getMessage());
        }
    }

    /** Keeps a configuration; on disk when this returns. */
    public void save(SnapshotPush push) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        DurableFile.replace(file, push.toByteArray());
    }

    private static AppliedSnapshot read(Path source) throws IOException, InvalidSnapshotException {
        SnapshotPush push = SnapshotPush.parseFrom(Files.readAllBytes(source));
        EncodedSnapshot encoded = EncodedSnapshot.of(push);
        return new AppliedSnapshot(push.getVersion(), encoded.hash(), encoded.decode());
    }
}
