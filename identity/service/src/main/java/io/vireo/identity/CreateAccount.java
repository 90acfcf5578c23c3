package io.vireo.identity;

/**
 * A new account.
 *
 * @param username 1 to 64 characters of {@code a-z 0-9 . _ -}, starting with a letter or digit
 * @param displayName up to 200 characters; empty to show the username
 * @param password 12 to 256 characters, any; not one that holds the username
 */
public record CreateAccount(String username, String displayName, String password) {
    @Override
    public String toString() {
        return "CreateAccount[username=" + username + ", displayName=" + displayName + ", password=***]";
    }
}
