package io.vireo.channel.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who a node is, and whom it believes: a certificate, its key, and the installation's authority, in files of PEM, which the agent writes anew before the certificate ends. What
 * they hold is read again when they have changed; while they cannot be read, what was read last counts. Threads: any.
 */
public final class TlsFiles {
    private static final String PROTOCOL = "TLSv1.3";
    private static final String KEY_TYPE = "EC";
    private static final char[] NO_PASSWORD = {};

    private final Path certificate;
    private final Path key;
    private final Path authority;
    private @Nullable SSLContext context;
    private @Nullable FileTime readAt;

    /**
     * Names the files; they are read at the first connection.
     *
     * @param certificate of the node, with those between it and the authority behind it
     * @param key of the certificate: elliptic, PKCS#8
     * @param authority whose certificates are believed
     */
    public TlsFiles(Path certificate, Path key, Path authority) {
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
    }

    /**
     * One end of a connection; each end wants a certificate of the other.
     *
     * @throws IOException naming the file that cannot be read
     */
    SSLEngine engine(boolean isClient) throws IOException {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(new String[] {PROTOCOL});
        engine.setNeedClientAuth(!isClient);
        return engine;
    }

    private synchronized SSLContext context() throws IOException {
        SSLContext known = context;
        try {
            FileTime changed = Files.getLastModifiedTime(certificate);
            if (known == null || !changed.equals(readAt)) {
                known = read();
                context = known;
                readAt = changed;
            }
            return known;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            if (known != null) {
                return known; // the certificate comes last when the files are replaced
            }
            throw new IOException(
                    "certificate, key or authority cannot be used: certificate=%s key=%s authority=%s: %s"
                            .formatted(certificate, key, authority, e),
                    e);
        }
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "node", readKey(), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext made = SSLContext.getInstance(PROTOCOL);
        TrustManager[] trust = {new NodeTrust(certificates(authority))};
        made.init(keys.getKeyManagers(), trust, null);
        return made;
    }

    private PrivateKey readKey() throws IOException, GeneralSecurityException {
        String text = Files.readString(key, StandardCharsets.US_ASCII);
        String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        byte[] encoded = Base64.getDecoder().decode(body);
        return KeyFactory.getInstance(KEY_TYPE).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream input = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(input).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
