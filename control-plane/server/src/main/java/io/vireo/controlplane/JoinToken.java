package io.vireo.controlplane;

import java.time.Instant;

/**
 * What lets a new node enrol, once.
 *
 * @param token shown once, stored as a hash
 * @param caFingerprint SHA-256 of the certificate authority's certificate, 64 hexadecimal digits, for the node to pin
 */
public record JoinToken(String nodeName, String token, String caFingerprint, Instant expiresAt) {}
