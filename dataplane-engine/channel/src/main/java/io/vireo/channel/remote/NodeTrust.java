package io.vireo.channel.remote;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes the nodes of an installation, on either end of a connection: certificates that its authority has issued to a node, which they say in the one name that they hold.
 * The address is not compared: nodes move, and what a peer may do is said by its token.
 */
final class NodeTrust extends X509ExtendedTrustManager {
    private static final int URI_NAME = 6; // uniformResourceIdentifier, RFC 5280 section 4.2.1.6
    private static final String NODE = "spiffe://vireo/agent/";

    private final Set<TrustAnchor> anchors;
    private final List<X509Certificate> authorities;

    NodeTrust(List<X509Certificate> authorities) throws CertificateException {
        if (authorities.isEmpty()) {
            throw new CertificateException("there is no authority to believe");
        }
        this.authorities = List.copyOf(authorities);
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            List<X509Certificate> below = Arrays.stream(chain)
                    .filter(certificate -> !authorities.contains(certificate))
                    .toList();
            if (below.isEmpty() || !isNode(below.getFirst())) {
                throw new CertificateException("the certificate is not one of a node");
            }
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false); // certificates live for a day
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the node's chain does not hold: " + e.getMessage(), e);
        }
    }

    private static boolean isNode(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null || names.size() != 1) {
            return false;
        }
        List<?> name = names.iterator().next();
        return Integer.valueOf(URI_NAME).equals(name.get(0))
                && String.valueOf(name.get(1)).startsWith(NODE);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }
}
