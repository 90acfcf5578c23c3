package io.vireo.identity;

import org.jspecify.annotations.Nullable;

/**
 * What to change of an account; null leaves a thing as it is.
 *
 * @param password set by an administrator; ends every session of the account
 */
public record UpdateAccount(
        @Nullable String displayName,
        @Nullable Boolean isEnabled,
        @Nullable String password) {
    @Override
    public String toString() {
        return "UpdateAccount[displayName=" + displayName + ", isEnabled=" + isEnabled
                + (password == null ? "]" : ", password=***]");
    }
}
