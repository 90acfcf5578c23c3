package io.vireo.cli.installation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * The certificate of this machine's agent. The agent renews it while it runs; one that ended while the machine was off leaves the agent
 * unknown to the console, and its join token was used up long ago: it needs another.
 */
final class AgentCertificate {
    private AgentCertificate() {}

    /** Whether there is one, and it is over. */
    static boolean hasEnded(Path file, Instant now) {
        try (InputStream input = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
            return !now.isBefore(certificate.getNotAfter().toInstant());
        } catch (IOException _) {
            return false; // not enrolled yet: the first token still counts
        } catch (CertificateException _) {
            return true; // damaged: the agent enrols again
        }
    }
}
