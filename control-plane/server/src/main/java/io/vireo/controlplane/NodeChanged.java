package io.vireo.controlplane;

/** A node connected, left, acknowledged, refused, or reported something new. Published inside the transaction of the change. */
public record NodeChanged(String name) {}
