package io.vireo.controlplane;

import io.vireo.identity.FieldFault;
import io.vireo.identity.ProblemException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error of this module, with the fields at fault if bad input is the reason. */
public final class ControlPlaneException extends ProblemException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;
    private final transient List<FieldFault> faults;

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
    public ControlPlaneException(ErrorCode errorCode, List<FieldFault> faults) {
        this(
                errorCode,
                faults.getFirst().field(),
                String.join("; ", faults.stream().map(FieldFault::message).toList()),
                faults);
    }

    private ControlPlaneException(
            ErrorCode errorCode, @Nullable String field, String message, List<FieldFault> faults) {
        super(errorCode.wireName(), errorCode.kind(), field, message);
        this.errorCode = errorCode;
        this.faults = List.copyOf(faults);
    }

    /** Bad input in one field. */
    public static ControlPlaneException invalid(String field, String message) {
        return new ControlPlaneException(ErrorCode.INVALID_FIELD, List.of(new FieldFault(field, message)));
    }

    /** Which error of this module it is. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    @Override
    public List<FieldFault> faults() {
        return faults;
    }
}
