package io.vireo.controlplane.push;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.snapshot.NodeSnapshot;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one stream was told, what it answered, and what it is to be told next. At most one push is unanswered; snapshots
 * that become wanted meanwhile replace each other. What was refused is not sent again until a newer version is wanted.
 *
 * <p>Does no I/O and is not thread-safe: the stream guards it.
 */
final class PushState {
    private final Supplier<String> nonces;
    private long appliedVersion;
    private ByteString appliedHash;
    private String appliedEpoch;
    private long refusedVersion;
    private @Nullable NodeSnapshot wanted;
    private @Nullable SnapshotPush inFlight;

    /**
     * @param refusedVersion of the snapshot that this very agent process refused on an earlier stream; 0: none
     */
    PushState(Hello hello, long refusedVersion, Supplier<String> nonces) {
        this.appliedVersion = hello.getAppliedVersion();
        this.appliedHash = hello.getAppliedHash();
        this.appliedEpoch = hello.getEpoch();
        this.refusedVersion = refusedVersion;
        this.nonces = nonces;
    }

    /** Names the snapshot that the node should run. One that is older than what is already wanted changes nothing. */
    void want(NodeSnapshot snapshot) {
        if (wanted == null || snapshot.version() > wanted.version()) {
            wanted = snapshot;
        }
    }

    /** The push to send now, or nothing: all is applied, one is unanswered, or the wanted one was refused. */
    Optional<SnapshotPush> poll() {
        NodeSnapshot next = wanted;
        if (next == null || inFlight != null || next.version() <= refusedVersion || isApplied(next)) {
            return Optional.empty();
        }
        SnapshotPush push = SnapshotPush.newBuilder()
                .setVersion(next.version())
                .setHash(next.encoded().hash())
                .setNonce(nonces.get())
                .setSnapshot(next.encoded().bytes())
                .build();
        inFlight = push;
        return Optional.of(push);
    }

    /** Takes an acknowledgement. */
    Answer acknowledge(Ack ack) {
        SnapshotPush push = inFlight;
        if (push == null || !push.getNonce().equals(ack.getNonce())) {
            return Answer.UNKNOWN; // of a stream before this one; Hello and the reports tell what the node runs
        }
        inFlight = null;
        if (ack.getVersion() != push.getVersion() || !ack.getHash().equals(push.getHash())) {
            refusedVersion = push.getVersion();
            return Answer.CONTRADICTORY;
        }
        appliedVersion = push.getVersion();
        appliedHash = push.getHash();
        if (wanted != null) {
            appliedEpoch = wanted.epoch();
        }
        return Answer.CURRENT;
    }

    /** Takes a refusal. */
    Answer refuse(Nack nack) {
        SnapshotPush push = inFlight;
        if (push == null || !push.getNonce().equals(nack.getNonce())) {
            return Answer.UNKNOWN;
        }
        inFlight = null;
        refusedVersion = push.getVersion();
        return Answer.CURRENT;
    }

    /** Version of the push that is unanswered; 0: none. */
    long inFlightVersion() {
        return inFlight == null ? 0 : inFlight.getVersion();
    }

    private boolean isApplied(NodeSnapshot snapshot) {
        return appliedVersion == snapshot.version()
                && appliedHash.equals(snapshot.encoded().hash())
                && appliedEpoch.equals(snapshot.epoch());
    }

    /** What an answer of the agent belongs to. */
    enum Answer {
        /** The push that is unanswered. */
        CURRENT,
        /** The push that is unanswered, but with another version or hash than was sent. */
        CONTRADICTORY,
        /** No push of this stream. */
        UNKNOWN
    }
}
