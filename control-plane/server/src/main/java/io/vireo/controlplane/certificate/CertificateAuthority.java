package io.vireo.controlplane.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates with the installation's own key. EC P-256 throughout; nodes are told apart by a URI in the subject
 * alternative name, in the manner of SPIFFE. Any thread.
 */
public final class CertificateAuthority {
    /** How long a node's certificate is valid; nodes renew at half of it. */
    public static final Duration NODE_VALIDITY = Duration.ofHours(24);

    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_650);
    static final Duration LISTENER_VALIDITY = Duration.ofDays(30);

    /** A node's clock may be this far behind ours. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final String SIGNATURE = "SHA256withECDSA";

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * An authority with an existing key.
     *
     * @param key that of {@code certificate}
     */
    public CertificateAuthority(PrivateKey key, X509Certificate certificate, Clock clock, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
    }

    /** A new key of the kind used here. */
    public static KeyPair newKeyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has EC P-256", e);
        }
    }

    /** The certificate that everything issued here is signed by. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate to a node.
     *
     * @param request already verified
     * @return valid for {@link #NODE_VALIDITY} from now
     */
    public X509Certificate issueToNode(UUID nodeId, UUID enrolmentId, CertificateRequest request) {
        GeneralNames names = new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, NodeIdentity.uri(nodeId, enrolmentId)));
        return sign(
                new X500Principal("CN=" + nodeId),
                request.publicKey(),
                clock.instant().plus(NODE_VALIDITY),
                names,
                KeyPurposeId.id_kp_clientAuth);
    }

    /** Issues a certificate to a listener that answers under these DNS names and IP addresses. */
    public X509Certificate issueToListener(PublicKey listenerKey, Collection<String> dnsNames, Collection<String> ips) {
        GeneralName[] names = Stream.concat(
                        dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        ips.stream().map(ip -> new GeneralName(GeneralName.iPAddress, ip)))
                .toArray(GeneralName[]::new);
        return sign(
                new X500Principal("CN=vireo control plane"),
                listenerKey,
                clock.instant().plus(LISTENER_VALIDITY),
                new GeneralNames(names),
                KeyPurposeId.id_kp_serverAuth);
    }

    /** Makes the certificate of a new authority, signed by its own key. */
    static X509Certificate selfSigned(KeyPair keys, Clock clock, SecureRandom random) {
        Instant now = clock.instant();
        X500Principal name = new X500Principal("CN=vireo installation authority");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(random),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(AUTHORITY_VALIDITY)),
                name,
                keys.getPublic());
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("authority certificate cannot be made", e);
        }
    }

    private X509Certificate sign(
            X500Principal subject, PublicKey subjectKey, Instant end, GeneralNames names, KeyPurposeId purpose) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate.getSubjectX500Principal(),
                serial(random),
                Date.from(clock.instant().minus(SKEW)),
                Date.from(end),
                subject,
                subjectKey);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
            return signed(builder, key);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("certificate cannot be made: subject=" + subject, e);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126); // positive, 16 bytes, never zero
    }
}
