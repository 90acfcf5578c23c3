package io.vireo.controlplane.node;

/** What nodes should run may have changed. Published inside the transaction of the change. */
public record DesiredStateChanged() {}
