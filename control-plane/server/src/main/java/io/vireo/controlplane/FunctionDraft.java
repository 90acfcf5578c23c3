package io.vireo.controlplane;

import java.time.Instant;

/**
 * The code and configuration that people edit: kept on the server, never served.
 *
 * @param revision grows with each save; a save names the one it is based on
 */
public record FunctionDraft(
        long revision, FunctionFiles files, FunctionConfiguration configuration, Instant savedAt, String savedBy) {}
