package io.vireo.gateway.nativeapi;

import io.vireo.client.EngineException;
import io.vireo.client.EngineUnavailableException;
import io.vireo.gateway.http.RefusedException;
import java.util.concurrent.CompletionException;

/** Refusals of the engine in the words of the native API. */
final class NativeErrors {
    static final int NOT_FOUND = -2;
    static final int NOT_PERMITTED = -1;
    static final int CONDITION_FALSE = -16_777_244;
    static final int ITEM_EXISTS = 369_098_809;
    static final int SHARD_OUT_OF_RANGE = -201_326_594;
    static final int EXISTS = -17;
    static final int NOT_EMPTY = -39;
    static final int IS_DIRECTORY = -21;
    static final int FAULT = -5;

    private NativeErrors() {}

    static RefusedException notFound() {
        return new RefusedException(404, NOT_FOUND, "No such file or directory");
    }

    static RefusedException containerNotFound() {
        return new RefusedException(404, NOT_FOUND, "Container not found");
    }

    /** Clients tell this refusal from a false condition by the second {@code ErrorCode} in the body. */
    static RefusedException itemExists() {
        return new RefusedException(400, ITEM_EXISTS, "item exists already: ErrorCode=" + ITEM_EXISTS);
    }

    static RefusedException named(int status, String name, String detail) {
        return new RefusedException(status, RefusedException.INVALID_ARGUMENT, name + ": " + detail);
    }

    /** What a failed operation on items or objects is answered with; faults stay what they are. */
    static Throwable of(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (cause) {
            case EngineException refusal -> of(refusal);
            case EngineUnavailableException away -> RefusedException.tryAgain("data service is away; try again");
            default -> cause;
        };
    }

    /** What a failed operation on an index of a table is answered with: what is not there is the index. */
    static Throwable ofIndex(Throwable fault, String index) {
        Throwable answer = of(fault);
        return answer instanceof RefusedException refused && refused.status() == 404
                ? named(404, "IndexNotFoundException", "the table has no index " + index + " field=IndexName")
                : answer;
    }

    private static RefusedException of(EngineException refusal) {
        String message = refusal.getMessage();
        return switch (refusal.status()) {
            case NOT_FOUND -> notFound();
            case CONDITION_FAILED -> new RefusedException(400, CONDITION_FALSE, "condition is false");
            case EXISTS -> itemExists();
            case INVALID -> named(400, "InvalidArgumentException", message);
            case FORBIDDEN -> new RefusedException(403, RefusedException.PERMISSION_DENIED, "Permission denied");
            case TOO_LARGE -> new RefusedException(413, RefusedException.INVALID_ARGUMENT, message);
            case BUSY -> RefusedException.tryAgain("data service is busy; try again");
            case VERSION_CHANGED -> new RefusedException(409, EXISTS, "item was changed meanwhile");
            case WRONG_KIND -> RefusedException.invalid("path", message);
            case NOT_EMPTY -> new RefusedException(409, NOT_EMPTY, "Directory not empty");
            case CORRUPT -> new RefusedException(500, FAULT, "stored bytes fail their checksum: " + message);
            case READ_ONLY -> RefusedException.tryAgain("data service takes no writes now: " + message);
            case SPANS_PARTITIONS -> named(400, "InvalidArgumentException", message);
            case BUILDING -> named(409, "IndexNotReadyException", message);
            case TOKEN_REUSED ->
                named(
                        422,
                        "IdempotencyKeyReusedException",
                        "the key was given to another request field=Idempotency-Key");
            case TRIMMED -> named(410, "TrimmedPositionException", message);
            case OK, INTERNAL -> new RefusedException(500, FAULT, "data service failed: " + message);
        };
    }
}
