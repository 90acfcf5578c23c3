package io.vireo.controlplane;

/** A version with its files and its configuration. */
public record FunctionVersion(
        FunctionVersionSummary summary, FunctionFiles files, FunctionConfiguration configuration) {}
