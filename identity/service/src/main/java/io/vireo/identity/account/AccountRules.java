package io.vireo.identity.account;

import io.vireo.identity.CreateAccount;
import io.vireo.identity.IdentityException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What names and passwords may look like. Passwords are judged by length alone and by not holding the username; rules of
 * composition only make people choose worse ones (NIST SP 800-63B, 3.1.1.2).
 */
final class AccountRules {
    static final int MIN_PASSWORD_LENGTH = 12;
    static final int MAX_PASSWORD_LENGTH = 256;
    static final int MAX_DISPLAY_NAME_LENGTH = 200;

    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Names of principals that are not people. */
    private static final Set<String> RESERVED = Set.of("machine", "platform", "anonymous");

    private AccountRules() {}

    static boolean isUsername(String username) {
        return USERNAME.matcher(username).matches();
    }

    static void check(CreateAccount command) {
        if (!isUsername(command.username())) {
            throw IdentityException.invalid(
                    "username", "must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit");
        }
        if (RESERVED.contains(command.username())) {
            throw IdentityException.invalid("username", "is reserved: value=" + command.username());
        }
        checkDisplayName(command.displayName());
        checkPassword("password", command.username(), command.password());
    }

    static void checkDisplayName(String displayName) {
        if (displayName.length() > MAX_DISPLAY_NAME_LENGTH) {
            throw IdentityException.invalid(
                    "displayName", "is too long: length=" + displayName.length() + " max=" + MAX_DISPLAY_NAME_LENGTH);
        }
        if (displayName.chars().anyMatch(Character::isISOControl)) {
            throw IdentityException.invalid("displayName", "holds a control character");
        }
    }

    static void checkPassword(String field, String username, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
            throw IdentityException.invalid(
                    field,
                    "must have " + MIN_PASSWORD_LENGTH + " to " + MAX_PASSWORD_LENGTH + " characters: length="
                            + length);
        }
        if (username.length() > 2 && password.toLowerCase(Locale.ROOT).contains(username)) {
            throw IdentityException.invalid(field, "must not hold the username");
        }
        if (password.codePoints().distinct().count() < 4) {
            throw IdentityException.invalid(field, "repeats fewer than 4 different characters");
        }
    }
}
