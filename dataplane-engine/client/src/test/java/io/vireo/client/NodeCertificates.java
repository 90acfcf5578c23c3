package io.vireo.client;

import io.vireo.channel.remote.TlsFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority as an installation has one, and what it issues: files of PEM as agents write them. */
final class NodeCertificates {
    static final String NODE =
            "spiffe://vireo/agent/5f0c9e0e-9d2f-4a8e-8d54-0d7b6a1f2c3d/6f0c9e0e-9d2f-4a8e-8d54-0d7b6a1f2c3d";

    private final Path folder;
    private final Instant now;
    private final KeyPair authorityKeys = newKeys();
    private final X509Certificate authority;

    /** @param folder that exists, and takes the files */
    NodeCertificates(Path folder, Instant now) throws IOException {
        this.folder = folder;
        this.now = now;
        this.authority = sign("authority", authorityKeys, null, now.plus(Duration.ofDays(30)));
        write("ca.crt", "CERTIFICATE", encoded(authority));
    }

    /** A node with a certificate for the next day. */
    TlsFiles node(String name) throws IOException {
        return issue(name, NODE, now.plus(Duration.ofDays(1)));
    }

    /**
     * What the authority has issued to somebody.
     *
     * @param uri the only name in the certificate
     * @param end of the certificate
     */
    TlsFiles issue(String name, String uri, Instant end) throws IOException {
        KeyPair keys = newKeys();
        write(name + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        write(name + ".crt", "CERTIFICATE", encoded(sign(name, keys, uri, end)));
        return new TlsFiles(path(name + ".crt"), path(name + ".key"), path("ca.crt"));
    }

    /** Of what was written. */
    Path path(String name) {
        return folder.resolve(name);
    }

    private X509Certificate sign(String name, KeyPair keys, String uri, Instant end) {
        X500Principal issuer = new X500Principal("CN=authority");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(end),
                new X500Principal("CN=" + name),
                keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(uri == null));
            if (uri == null) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            } else {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(
                        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String name, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(path(name), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
