package io.vireo.engine.reactor;

import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Intents;
import java.util.function.LongPredicate;

/** What requests do about keys that transactions which are not decided lock: reads wait for the intents that were there when they came, writes are refused. Threads: the reactor alone. */
final class IntentGate {
    private final Intents intents;
    private final ReplyEncoder encoder;

    /** Of the request that is executed: the last intent that came before it; 0: that is not looked up yet. */
    private long awaited;

    IntentGate(Intents intents, ReplyEncoder encoder) {
        this.intents = intents;
        this.encoder = encoder;
    }

    /** Turns to a request, which was executed before when {@link #awaited} is given. */
    void begin(long awaitedBefore) {
        awaited = awaitedBefore;
    }

    /** For when the request is executed again. */
    long awaited() {
        return awaited;
    }

    /** Whether a read must wait until transactions are decided that came before it. */
    boolean mustWait(LongPredicate isLocked) {
        awaited = awaited == 0 ? intents.lastOrdinal() : awaited;
        return isLocked.test(awaited);
    }

    /** Whether a read of what is locked was refused, because nobody knows when that ends; else it waits. */
    boolean isInDoubt(Session session, RequestReader source) {
        String doubt = intents.doubt();
        if (!doubt.isEmpty()) {
            refuse(session, source, "a transaction that is not decided locks it: " + doubt);
        }
        return !doubt.isEmpty();
    }

    /** Whether a write was refused because of a locked key; else it waits for what other reactors have said already. */
    boolean isRefused(Session session, RequestReader source, Key locked) {
        if (awaited == 0) {
            awaited = intents.lastOrdinal();
            return false;
        }
        refuse(session, source, message(locked));
        return true;
    }

    /** Why a write of a locked key is refused. */
    static String message(Key locked) {
        return "a transaction that is not decided locks it: item=" + locked;
    }

    private void refuse(Session session, RequestReader source, String message) {
        encoder.buildRefusal(source.correlationId(), Status.BUSY, message);
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
    }
}
