package io.vireo.tenant;

/**
 * A new container.
 *
 * @param name 2 to 63 characters of {@code a-z 0-9 -}, starting and ending with a letter or digit; not
 *     {@code functions}, where a gateway serves the tenant's functions
 * @param durability of its writes
 */
public record CreateContainer(String name, Durability durability) {
    /** One whose writes are acknowledged once they are on the disk. */
    public CreateContainer(String name) {
        this(name, Durability.FSYNC);
    }
}
