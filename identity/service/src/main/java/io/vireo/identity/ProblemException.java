package io.vireo.identity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error that a service tells its caller, with a stable code. Modules extend it with an enum of their own codes; the API maps
 * it to a problem detail (RFC 9457) in one place, the console to a message beside the field.
 */
public abstract class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final ProblemKind kind;
    private final @Nullable String field;

    /**
     * @param code stable, kebab-case
     * @param field of the command that is at fault, or null
     * @param message for people: fact first, then {@code name=value} pairs; no secret
     */
    protected ProblemException(String code, ProblemKind kind, @Nullable String field, String message) {
        super(message);
        this.code = code;
        this.kind = kind;
        this.field = field;
    }

    /** Stable name of the error, in kebab case. */
    public String code() {
        return code;
    }

    /** What kind of answer it is. */
    public ProblemKind kind() {
        return kind;
    }

    /** The field at fault. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** Every field at fault, in the order of the request; empty if none is. */
    public List<FieldFault> faults() {
        return field == null ? List.of() : List.of(new FieldFault(field, getMessage()));
    }

    /** Seconds after which another attempt makes sense; 0 if that is not known. */
    public int retryAfterSeconds() {
        return 0;
    }

    /** The message, which is never null here. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code : message;
    }
}
