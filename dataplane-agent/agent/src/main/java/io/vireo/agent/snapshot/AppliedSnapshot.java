package io.vireo.agent.snapshot;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.Snapshot;

/**
 * A configuration with its place in the order of configurations.
 *
 * @param version rises within an epoch
 * @param hash of its bytes as sent, SHA-256
 * @param snapshot its content
 */
public record AppliedSnapshot(long version, ByteString hash, Snapshot snapshot) {}
