package io.vireo.tenant;

/**
 * A new tenant.
 *
 * @param name 2 to 40 characters of {@code a-z 0-9 -}, starting with a letter, ending with a letter or digit
 * @param displayName up to 200 characters; empty to show the name
 */
public record CreateTenant(String name, String displayName) {
    /** A tenant that is shown by its name. */
    public static CreateTenant named(String name) {
        return new CreateTenant(name, "");
    }
}
