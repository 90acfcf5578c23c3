package io.vireo.identity.accesskey;

import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.secret.Randomness;
import java.time.Duration;
import java.util.Objects;

/** What an access key may look like, and how many there may be. */
final class AccessKeyRules {
    static final int MAX_KEYS_OF_OWNER = 100;
    static final int MAX_NAME_LENGTH = 100;
    static final int MAX_STATEMENTS = 32;
    static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    static final Duration MAX_LIFETIME = Duration.ofDays(365);

    /** No letter or digit that could be taken for another; 32 of them, so that every random byte is used evenly. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int ID_LENGTH = 20;

    private AccessKeyRules() {}

    /** A new id: 20 characters as the clients of S3 expect, 90 of its bits unpredictable. */
    static String newId() {
        StringBuilder id = new StringBuilder("VK");
        for (byte random : Randomness.bytes(ID_LENGTH - id.length())) {
            id.append(ALPHABET.charAt(random & 31));
        }
        return id.toString();
    }

    static void check(CreateAccessKey command) {
        String name = command.name().strip();
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw IdentityException.invalid("name", "must have 1 to " + MAX_NAME_LENGTH + " printable characters");
        }
        Duration lifetime = lifetime(command);
        if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw IdentityException.invalid("lifetime", "must be between " + MIN_LIFETIME + " and " + MAX_LIFETIME);
        }
        if (command.statements().size() > MAX_STATEMENTS) {
            throw IdentityException.invalid(
                    "statements", "has too many: count=" + command.statements().size() + " max=" + MAX_STATEMENTS);
        }
    }

    static Duration lifetime(CreateAccessKey command) {
        return Objects.requireNonNullElse(command.lifetime(), MAX_LIFETIME);
    }

    static void checkCount(long held) {
        if (held >= MAX_KEYS_OF_OWNER) {
            throw new IdentityException(
                    ErrorCode.TOO_MANY_KEYS,
                    "the owner has as many keys of this tenant as they may: max=" + MAX_KEYS_OF_OWNER);
        }
    }
}
