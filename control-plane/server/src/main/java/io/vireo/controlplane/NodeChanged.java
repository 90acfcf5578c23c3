package io.vireo.controlplane;

/** A node connected, left, acknowledged, refused, or reported something new. Published after commit. */
public record NodeChanged(String name) {}
