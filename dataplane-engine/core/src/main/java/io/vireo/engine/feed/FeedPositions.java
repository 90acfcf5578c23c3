package io.vireo.engine.feed;

import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.journal.LogPosition;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The positions that readers are given: places in the log, with a proof that they were given out here and for this partition. For a place that a client could choose might lie inside a body,
 * which the client could choose too.
 *
 * <pre>
 *   0 segment i32 | 4 frame i32 | 8 record i32 | 12 sequence i64 | 20 proof, 8 bytes |          28 bytes, big-endian; opaque to clients
 *   proof    the first bytes of HMAC-SHA-256 over the bytes before it and the partition's number, under the log's id, which no client knows
 * </pre>
 *
 * Threads: the reactor alone.
 */
public final class FeedPositions {
    /** Of a position, in bytes. */
    public static final int LENGTH = 28;

    private static final int PROOF_OFFSET = 20;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final ByteBuffer message = ByteBuffer.allocate(PROOF_OFFSET + Integer.BYTES);

    /** @param logId random, and known to no client */
    public FeedPositions(long logId) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(
                    ByteBuffer.allocate(Long.BYTES).putLong(logId).array(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** What a reader is given. */
    public byte[] encode(int partition, LogPosition position) {
        message.clear()
                .putInt(position.segment())
                .putInt(position.frame())
                .putInt(position.record())
                .putLong(position.sequence())
                .putInt(partition);
        byte[] proof = mac.doFinal(message.array());
        return ByteBuffer.allocate(LENGTH)
                .put(message.array(), 0, PROOF_OFFSET)
                .put(proof, 0, LENGTH - PROOF_OFFSET)
                .array();
    }

    /**
     * The place that a reader was given.
     *
     * @throws InvalidRequestException it was not, or that of another partition or another log
     */
    public LogPosition decode(int partition, byte[] bytes) {
        if (bytes.length == LENGTH) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            LogPosition position = new LogPosition(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getLong());
            if (MessageDigest.isEqual(bytes, encode(partition, position))) {
                return position;
            }
        }
        throw new InvalidRequestException(
                "position was not given out by the feed of this partition: field=position length=" + bytes.length
                        + " partition=" + partition);
    }
}
