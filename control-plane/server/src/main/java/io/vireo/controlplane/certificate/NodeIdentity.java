package io.vireo.controlplane.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a node says it is, by the URI in its certificate: {@code spiffe://vireo/agent/NODE/ENROLMENT}.
 *
 * @param enrolmentId changes each time the node enrols anew, so that what an earlier enrolment holds is void
 * @param expiresAt end of the certificate
 */
public record NodeIdentity(UUID nodeId, UUID enrolmentId, Instant expiresAt) {
    private static final String UUID_PATTERN = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
    private static final Pattern URI = Pattern.compile("spiffe://vireo/agent/" + UUID_PATTERN + "/" + UUID_PATTERN);
    private static final int URI_NAME = 6; // GeneralName.uniformResourceIdentifier, RFC 5280 section 4.2.1.6

    static String uri(UUID nodeId, UUID enrolmentId) {
        return "spiffe://vireo/agent/" + nodeId + "/" + enrolmentId;
    }

    /** Reads a certificate; empty if it names no node, or more than one. */
    public static Optional<NodeIdentity> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null || names.size() != 1) {
                return Optional.empty();
            }
            List<?> name = names.iterator().next();
            Matcher matcher = URI.matcher(String.valueOf(name.get(1)));
            if (!Integer.valueOf(URI_NAME).equals(name.get(0)) || !matcher.matches()) {
                return Optional.empty();
            }
            return Optional.of(new NodeIdentity(
                    UUID.fromString(matcher.group(1)),
                    UUID.fromString(matcher.group(2)),
                    certificate.getNotAfter().toInstant()));
        } catch (CertificateParsingException e) {
            return Optional.empty(); // names nobody; the caller refuses it
        }
    }
}
