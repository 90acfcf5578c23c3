package io.vireo.controlplane;

import java.time.Instant;

/**
 * An immutable version of a function.
 *
 * @param version 1, 2, 3 … within the function
 * @param message what its author said about it; may be empty
 * @param codeSha256 of the archive, 64 hexadecimal digits
 * @param codeLength of the archive, in bytes
 * @param isLive it is the one that is deployed
 */
public record FunctionVersionSummary(
        int version,
        String message,
        String author,
        Instant createdAt,
        String codeSha256,
        long codeLength,
        boolean isLive) {}
