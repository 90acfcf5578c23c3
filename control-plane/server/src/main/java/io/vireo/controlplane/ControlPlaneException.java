package io.vireo.controlplane;

import java.io.Serial;
import java.util.List;

/** A refusal or failure of the control plane, with its code and, for bad input, the fields at fault. */
public final class ControlPlaneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Field> fields;

    /** An error that no single field explains. */
    public ControlPlaneException(ErrorCode code, String message) {
        super(message);
        this.code = code;
        this.fields = List.of();
    }

    /** An error that another one caused. */
    public ControlPlaneException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.fields = List.of();
    }

    /** Bad input, with one entry for each field at fault. */
    public ControlPlaneException(ErrorCode code, List<Field> fields) {
        super(String.join("; ", fields.stream().map(Field::message).toList()));
        this.code = code;
        this.fields = List.copyOf(fields);
    }

    /** Bad input in one field. */
    public static ControlPlaneException invalid(String field, String message) {
        return new ControlPlaneException(ErrorCode.INVALID_INPUT, List.of(new Field(field, message)));
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** The fields at fault; empty if none is to blame. */
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
