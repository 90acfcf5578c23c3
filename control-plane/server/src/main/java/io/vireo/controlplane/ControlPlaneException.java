package io.vireo.controlplane;

import io.vireo.identity.ProblemException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error of this module, with the fields at fault if bad input is the reason. */
public final class ControlPlaneException extends ProblemException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;
    private final transient List<Field> fields;

    /** An error that no single field explains. */
    public ControlPlaneException(ErrorCode errorCode, String message) {
        this(errorCode, null, message, List.of());
    }

    /** An error that another one caused. */
    public ControlPlaneException(ErrorCode errorCode, String message, Throwable cause) {
        this(errorCode, null, message, List.of());
        initCause(cause);
    }

    /** Bad input, with one entry for each field at fault. */
    public ControlPlaneException(ErrorCode errorCode, List<Field> fields) {
        this(
                errorCode,
                fields.getFirst().field(),
                String.join("; ", fields.stream().map(Field::message).toList()),
                fields);
    }

    private ControlPlaneException(ErrorCode errorCode, @Nullable String field, String message, List<Field> fields) {
        super(errorCode.wireName(), errorCode.kind(), field, message);
        this.errorCode = errorCode;
        this.fields = List.copyOf(fields);
    }

    /** Bad input in one field. */
    public static ControlPlaneException invalid(String field, String message) {
        return new ControlPlaneException(ErrorCode.INVALID_FIELD, List.of(new Field(field, message)));
    }

    /** Which error of this module it is. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    /** All fields at fault; empty if none is to blame. */
    public List<Field> fields() {
        return fields;
    }

    /**
     * A field at fault.
     *
     * @param field its path as the caller wrote it, such as {@code configuration.workers} or {@code files[lib/a.py]}
     * @param message what is wrong and what the limit is
     */
    public record Field(String field, String message) {}
}
