package io.vireo.agent.identity;

import io.vireo.agent.DurableFile;
import io.vireo.controlplane.api.v1.EnrollResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who this node is to the control plane: {@code node.id}, {@code node.key}, {@code node.crt} and {@code ca.crt} in the agent's folder.
 *
 * @param folder of the agent
 * @param nodeId as the control plane named it
 * @param notBefore of the certificate
 * @param notAfter of the certificate
 */
public record NodeIdentity(Path folder, String nodeId, Instant notBefore, Instant notAfter) {
    /** The identity in a folder; nothing when the node has not enrolled or what is there cannot be read. */
    public static Optional<NodeIdentity> load(Path folder) {
        try (InputStream input = Files.newInputStream(folder.resolve("node.crt"))) {
            X509Certificate leaf =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
            if (!Files.isReadable(folder.resolve("node.key")) || !Files.isReadable(folder.resolve("ca.crt"))) {
                return Optional.empty();
            }
            return Optional.of(new NodeIdentity(
                    folder,
                    Files.readString(folder.resolve("node.id")).strip(),
                    leaf.getNotBefore().toInstant(),
                    leaf.getNotAfter().toInstant()));
        } catch (IOException | CertificateException _) {
            return Optional.empty();
        }
    }

    /** Keeps what the control plane answered to a request of this key. The certificate comes last: with it the identity is whole. */
    public static NodeIdentity save(Path folder, NodeKey key, EnrollResponse response) throws IOException {
        Files.deleteIfExists(folder.resolve("node.crt"));
        write(folder.resolve("node.key"), key.toPem());
        write(folder.resolve("node.id"), response.getNodeId() + "\n");
        write(folder.resolve("ca.crt"), pem(response.getTrustAnchorsDerList()));
        write(folder.resolve("node.crt"), pem(response.getCertificateChainDerList()));
        return load(folder).orElseThrow(() -> new IOException("the control plane answered no certificate"));
    }

    public Path certificate() {
        return folder.resolve("node.crt");
    }

    public Path key() {
        return folder.resolve("node.key");
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(notAfter);
    }

    /** Whether half of the certificate's life is over: time to renew it. */
    public boolean isHalfOver(Instant now) {
        return now.isAfter(notBefore.plus(Duration.between(notBefore, notAfter).dividedBy(2)));
    }

    private static String pem(List<com.google.protobuf.ByteString> certificates) {
        return certificates.stream()
                .map(der -> NodeKey.pem("CERTIFICATE", der.toByteArray()))
                .collect(Collectors.joining());
    }

    private static void write(Path file, String text) throws IOException {
        DurableFile.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
