package io.vireo.controlplane.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A node's desired configuration as it is sent, stored and compared: bytes and their hash.
 *
 * <p>Equal content has equal bytes only if the lists in the snapshot are sorted as agent.proto says; map fields are
 * sorted here. Immutable, for any thread.
 *
 * @param bytes the snapshot in deterministic protobuf serialisation
 * @param hash SHA-256 of {@code bytes}, 32 bytes
 */
public record EncodedSnapshot(ByteString bytes, ByteString hash) {

    /** Serialises a snapshot deterministically and hashes it. */
    public static EncodedSnapshot of(Snapshot snapshot) {
        byte[] buffer = new byte[snapshot.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(buffer);
        output.useDeterministicSerialization();
        try {
            snapshot.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        output.checkNoSpaceLeft();
        ByteString bytes = ByteString.copyFrom(buffer);
        return new EncodedSnapshot(bytes, sha256(bytes));
    }

    /**
     * Takes a push as it arrived.
     *
     * @throws InvalidSnapshotException if the bytes are not what the hash says
     */
    public static EncodedSnapshot of(SnapshotPush push) throws InvalidSnapshotException {
        ByteString actual = sha256(push.getSnapshot());
        if (!actual.equals(push.getHash())) {
            throw new InvalidSnapshotException("snapshot does not match its hash: version=" + push.getVersion());
        }
        return new EncodedSnapshot(push.getSnapshot(), actual);
    }

    /**
     * Parses the bytes.
     *
     * @throws InvalidSnapshotException if they are not a snapshot
     */
    public Snapshot decode() throws InvalidSnapshotException {
        try {
            return Snapshot.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidSnapshotException("snapshot cannot be parsed: " + e.getMessage());
        }
    }

    private static ByteString sha256(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.asReadOnlyByteBufferList().forEach(digest::update);
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
