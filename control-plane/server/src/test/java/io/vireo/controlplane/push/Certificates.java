package io.vireo.controlplane.push;

import io.vireo.controlplane.certificate.AuthorityFiles;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.controlplane.certificate.CertificateRequest;
import io.vireo.controlplane.certificate.NodeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;

/** Certificates of somebody else. */
final class Certificates {
    private Certificates() {}

    static CertificateAuthority newAuthority(Path folder) throws IOException {
        return new AuthorityFiles(folder, Clock.systemUTC(), new SecureRandom()).open();
    }

    /** A certificate that says the same as a real one, signed by another authority. */
    static X509Certificate forged(CertificateAuthority authority, NodeIdentity identity, KeyPair keys)
            throws Exception {
        CertificateRequest request =
                CertificateRequest.parse(ScriptedAgent.csr(keys).toByteArray());
        return authority.issueToNode(identity.nodeId(), identity.enrolmentId(), request);
    }
}
