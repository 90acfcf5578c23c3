package io.vireo.identity;

import io.vireo.policy.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new access key.
 *
 * @param name what it is for, 1 to 100 characters
 * @param owner username whose rights it has; null for the caller
 * @param lifetime 1 minute to 365 days; null for 365 days
 * @param statements what it is narrowed to; empty for all that its owner may do with data
 */
public record CreateAccessKey(
        String name, @Nullable String owner, @Nullable Duration lifetime, List<Statement> statements) {
    public CreateAccessKey {
        statements = List.copyOf(statements);
    }

    /** A key of the caller with all of the caller's rights on data. */
    public static CreateAccessKey named(String name) {
        return new CreateAccessKey(name, null, null, List.of());
    }
}
