package io.vireo.identity.account;

import io.vireo.identity.IdentityException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id: 19 MiB, two passes, one lane. At most {@value #AT_ONCE} run at a time, which bounds what a storm of
 * sign-ins takes of memory and processor. Source: RFC 9106; parameters of OWASP's password storage guide.
 */
@Component
public class PasswordHasher {
    private static final int SALT_LENGTH = 16;
    private static final int HASH_LENGTH = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int AT_ONCE = 2;
    private static final int WAIT_SECONDS = 5;

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_LENGTH, HASH_LENGTH, LANES, MEMORY_KIB, PASSES);
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    /** Verified when there is no account, so that the answer takes as long. */
    private final String hashOfNobody = encoder.encode("nobody has this password");

    /** The hash to store. */
    public String hash(String password) {
        return withSlot(() -> encoder.encode(password));
    }

    /**
     * Whether the password is the one that was hashed.
     *
     * @param hash the stored hash; empty takes as long and answers false
     */
    public boolean verify(String password, Optional<String> hash) {
        return withSlot(() -> encoder.matches(password, hash.orElse(hashOfNobody))) && hash.isPresent();
    }

    private <T> T withSlot(Supplier<T> work) {
        try {
            if (!slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw IdentityException.tooManyAttempts(WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IdentityException.tooManyAttempts(WAIT_SECONDS);
        }
        try {
            return work.get();
        } finally {
            slots.release();
        }
    }
}
