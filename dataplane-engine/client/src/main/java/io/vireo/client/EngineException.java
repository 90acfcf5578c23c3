package io.vireo.client;

/** The engine refused a request, and nothing of it was done. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EngineStatus status;
    private final String reason;
    private final long neededLength;
    private final byte[] resumePosition;
    private final long resumeLocation;
    private final int failedIndex;

    /** Why, and the engine's words for it. Carries no stack trace: it is an answer, not a fault. */
    public EngineException(EngineStatus status, String message) {
        this(status, message, 0, new byte[0], 0, -1);
    }

    EngineException(
            EngineStatus status,
            String message,
            long neededLength,
            byte[] resumePosition,
            long resumeLocation,
            int failedIndex) {
        super(message, null, false, false);
        this.status = status;
        this.reason = message;
        this.neededLength = neededLength;
        this.resumePosition = resumePosition;
        this.resumeLocation = resumeLocation;
        this.failedIndex = failedIndex;
    }

    /** Why. */
    public EngineStatus status() {
        return status;
    }

    /** With {@link EngineStatus#TOO_LARGE}: bytes of room that the reply needs; 0: not known. */
    long neededLength() {
        return neededLength;
    }

    /**
     * Of a feed, with {@link EngineStatus#TRIMMED} and {@link EngineStatus#CORRUPT}: the first position behind what is missed; otherwise empty.
     */
    public byte[] resumePosition() {
        return resumePosition.clone();
    }

    /** Of a shard, with {@link EngineStatus#TRIMMED}: the location of the first record that is still there; otherwise 0. */
    public long resumeLocation() {
        return resumeLocation;
    }

    /** Of a batch: the index of the request that was refused; -1: of none, or of all. */
    public int failedIndex() {
        return failedIndex;
    }

    /** The engine's words for it; may be empty. */
    @Override
    public String getMessage() {
        return reason;
    }
}
