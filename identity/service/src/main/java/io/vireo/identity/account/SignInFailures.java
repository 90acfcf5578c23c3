package io.vireo.identity.account;

import io.vireo.identity.IdentityException;
import io.vireo.identity.ScopedTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The brake on guessing passwords. Every attempt counts as failed before it is made, by account and by address, and is taken
 * back when it succeeds, so that attempts made at once do not slip through together. After the free ones each further attempt doubles the
 * time that has to pass. Unknown usernames are counted like known ones.
 */
@Component
public class SignInFailures {
    static final int FREE_BY_ACCOUNT = 5;
    static final int FREE_BY_ADDRESS = 50;
    static final Duration MAX_WAIT = Duration.ofMinutes(5);

    /** After so long without an attempt everything is forgotten. */
    static final Duration MEMORY = Duration.ofHours(1);

    private static final int MAX_SUBJECT_LENGTH = 100;

    private final ScopedTransactions transactions;
    private final JdbcClient jdbc;
    private final Clock clock;

    SignInFailures(ScopedTransactions transactions, JdbcClient jdbc, Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Counts an attempt to sign in.
     *
     * @throws IdentityException {@code TOO_MANY_ATTEMPTS} if it comes too early
     */
    public void attempt(String username, String address) {
        attempt(accountSubject(username), FREE_BY_ACCOUNT);
        attempt(addressSubject(address), FREE_BY_ADDRESS);
    }

    /** Takes an attempt to sign in back: it succeeded. */
    public void succeeded(String username, String address) {
        transactions.inPlatformSeparately(() -> {
            forget(accountSubject(username));
            return jdbc.sql("update sign_in_failures set count = greatest(count - 1, 0), blocked_until = last_failed_at"
                            + " where subject = ?")
                    .param(addressSubject(address))
                    .update();
        });
    }

    /**
     * Counts an attempt of somebody who is signed in to prove that they know their password.
     *
     * @throws IdentityException {@code TOO_MANY_ATTEMPTS} if it comes too early
     */
    void attempt(String username) {
        attempt(accountSubject(username), FREE_BY_ACCOUNT);
    }

    /** Takes such an attempt back. */
    void succeeded(String username) {
        transactions.inPlatformSeparately(() -> forget(accountSubject(username)));
    }

    private int forget(String subject) {
        return jdbc.sql("delete from sign_in_failures where subject = ?")
                .param(subject)
                .update();
    }

    private void attempt(String subject, int free) {
        Instant now = clock.instant();
        Optional<Integer> count = transactions.inPlatformSeparately(() -> {
            jdbc.sql("delete from sign_in_failures where last_failed_at < ?")
                    .param(timestamp(now.minus(MEMORY)))
                    .update();
            return countUnlessBlocked(subject, free, now);
        });
        if (count.isEmpty()) {
            throw IdentityException.tooManyAttempts(secondsLeft(subject, now));
        }
    }

    /** One statement, so that the row's lock orders attempts that come at once. */
    private Optional<Integer> countUnlessBlocked(String subject, int free, Instant now) {
        return jdbc.sql("""
                        insert into sign_in_failures as f (subject, count, last_failed_at, blocked_until)
                        values (:subject, 1, :now, :now)
                        on conflict (subject) do update
                          set count = f.count + 1,
                              last_failed_at = :now,
                              blocked_until = :now + make_interval(secs =>
                                case when f.count + 1 < :free then 0
                                     else least(power(2, least(f.count + 1 - :free, 30)), :maxSeconds) end)
                          where f.blocked_until <= :now
                        returning count
                        """)
                .param("subject", subject)
                .param("now", timestamp(now))
                .param("free", free)
                .param("maxSeconds", MAX_WAIT.toSeconds())
                .query(Integer.class)
                .optional();
    }

    private int secondsLeft(String subject, Instant now) {
        return transactions.readInPlatform(() -> jdbc.sql(
                        "select blocked_until from sign_in_failures where subject = ?")
                .param(subject)
                .query(OffsetDateTime.class)
                .optional()
                .map(until -> (int) Math.max(1, Duration.between(now, until).toSeconds() + 1))
                .orElse(1));
    }

    private static String accountSubject(String username) {
        return subject("account:" + username);
    }

    private static String addressSubject(String address) {
        return subject("address:" + address);
    }

    private static String subject(String text) {
        return text.length() <= MAX_SUBJECT_LENGTH ? text : text.substring(0, MAX_SUBJECT_LENGTH);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
