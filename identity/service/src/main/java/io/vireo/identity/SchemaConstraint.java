package io.vireo.identity;

import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/** Tells which constraint of the schema refused a change, so that a service can give it its error code. */
public final class SchemaConstraint {
    private SchemaConstraint() {}

    /** Whether the database refused a statement because of the constraint or unique index of this name. */
    public static boolean isViolated(DataIntegrityViolationException refusal, String name) {
        for (@Nullable Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation && name.equals(violation.getConstraintName())) {
                return true;
            }
        }
        return false;
    }
}
