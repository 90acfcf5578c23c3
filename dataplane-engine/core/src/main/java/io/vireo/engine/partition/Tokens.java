package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReader;
import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.ValueTag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was answered to requests that came with a token, so that a repetition does nothing and gets that answer. What is remembered is an item that nobody sees, under a key of its own,
 * in the frame of what the request did; it expires like any other. So whatever keeps items keeps it: log, checkpoint, compaction. Threads: the reactor alone.
 */
public final class Tokens {
    private static final byte[] DIGEST = "digest".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLY = "reply".getBytes(StandardCharsets.US_ASCII);

    private final RecordBuilder record;
    private final EpochClock clock;
    private final RequestDigest digest = new RequestDigest();
    private final ByteWriter value = new ByteWriter(1_024);

    Tokens(RecordBuilder record, EpochClock clock) {
        this.record = record;
        this.clock = clock;
    }

    /** What a request's token is remembered under; null: it came without one. */
    public static @Nullable Key key(RequestReader request) {
        int length = request.token().length();
        if (length == 0) {
            return null;
        }
        if (length > Limits.TOKEN_LENGTH) {
            throw new InvalidRequestException(
                    "token is too long: field=token length=" + length + " limit=" + Limits.TOKEN_LENGTH);
        }
        if (request.fingerprint().length() > Limits.TOKEN_LENGTH) {
            throw new InvalidRequestException("fingerprint is too long: field=fingerprint length="
                    + request.fingerprint().length() + " limit=" + Limits.TOKEN_LENGTH);
        }
        return Key.ofEncoded(
                IndexKeys.token(request.container(), request.token().toByteArray()));
    }

    /** Whether a partition remembers so many that it can take no more for a while. */
    public static boolean isFull(Partition partition) {
        return partition.store().count(IndexKeys.TOKEN) >= Limits.TOKEN_COUNT;
    }

    /**
     * The answer that a request of the same token was given, whose record is in memory; null: there was none, or it is forgotten.
     *
     * @throws ReusedTokenException that was another request
     */
    public byte @Nullable [] reply(RequestReader request, Key token, Partition home, Client client)
            throws ReusedTokenException {
        @Nullable Item remembered = home.find(token);
        if (remembered == null || remembered.isExpired(home.presentNs(clock.nowNs()))) {
            return null;
        }
        if (!Arrays.equals(bytes(remembered, DIGEST), digest.of(request, client))) {
            throw new ReusedTokenException();
        }
        return bytes(remembered, REPLY);
    }

    /** A token was given to two requests. */
    public static final class ReusedTokenException extends Exception {
        private static final long serialVersionUID = 1;

        private ReusedTokenException() {
            super("token was given to another request: field=token", null, false, false);
        }
    }

    private static byte[] bytes(Item remembered, byte[] name) {
        @Nullable ByteReader found = remembered.attributes().find(name);
        if (found == null || found.u8() != ValueTag.BYTES) {
            throw new IllegalStateException("what is remembered of a token is something else");
        }
        return found.bytes(found.remaining());
    }

    /** Remembers an answer with what the request did; false when the journal has no room. */
    public boolean remember(RequestReader request, Key token, Partition home, Client client, byte[] reply) {
        byte[] sum = digest.of(request, client);
        @Nullable Item before = home.find(token);
        if (before != null && !record.remove(home, token, before)) {
            return false;
        }
        Attributes.Draft attributes = new Attributes.Draft();
        attributes.put(DIGEST, encoded(sum));
        attributes.put(REPLY, encoded(reply));
        ItemDraft draft = new ItemDraft(null, ItemKind.ITEM);
        draft.attributes = attributes.build();
        draft.expiresNs = home.presentNs(clock.nowNs()) + Limits.TOKEN_NS;
        return record.begin(home) && record.putAlone(home, token, draft) && record.end();
    }

    private byte[] encoded(byte[] bytes) {
        value.clear();
        value.u8(ValueTag.BYTES);
        value.bytes(bytes);
        return value.copyFrom(0);
    }
}
