package io.vireo.controlplane.function;

import io.vireo.controlplane.FunctionConfiguration;
import java.util.UUID;

/**
 * A version of a function that nodes should run.
 *
 * @param codeSha256 of the archive, 32 bytes; not copied
 * @param codeLength of the archive, in bytes
 */
public record DeployedFunction(
        UUID tenantId,
        UUID functionId,
        String name,
        int version,
        byte[] codeSha256,
        int codeLength,
        FunctionConfiguration configuration) {}
