package io.vireo.agent.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whose chain ends in the one authority with a known fingerprint: how an agent knows the control plane before it has
 * been given anything else. The server's name is not compared: an address is often all that an agent was told.
 */
public final class PinnedAuthority extends X509ExtendedTrustManager {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    private final byte[] sha256;

    /** @param fingerprint SHA-256 of the authority's certificate, in hex */
    public PinnedAuthority(String fingerprint) {
        sha256 = HexFormat.of().parseHex(fingerprint);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            X509Certificate authority = chain[chain.length - 1];
            byte[] actual = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
            if (!MessageDigest.isEqual(sha256, actual)) {
                throw new CertificateException("the server's authority is another one: fingerprint="
                        + HexFormat.of().formatHex(actual) + " wanted="
                        + HexFormat.of().formatHex(sha256));
            }
            List<X509Certificate> below = Arrays.asList(chain).subList(0, chain.length - 1);
            List<String> usage = below.isEmpty() ? null : below.getFirst().getExtendedKeyUsage();
            if (usage == null || !usage.contains(SERVER_AUTHENTICATION)) {
                throw new CertificateException(
                        "the certificate is not one of a server"); // a node's would be signed too
            }
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false); // certificates live for a day
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the server's chain does not hold: " + e.getMessage(), e);
        }
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
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
