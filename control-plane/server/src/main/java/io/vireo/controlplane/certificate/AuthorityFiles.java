package io.vireo.controlplane.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The authority's key and certificate on disk: {@code ca.key} and {@code ca.crt} (PEM) and {@code ca.sha256}, the
 * certificate's fingerprint that nodes pin. Made when they are missing, each by write, sync and rename, key first: after
 * a crash in between, the next start makes the rest from the key.
 */
public final class AuthorityFiles {
    private final Path folder;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param folder exists, and only its owner may enter it
     */
    public AuthorityFiles(Path folder, Clock clock, SecureRandom random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens the authority, making what is missing.
     *
     * @throws IOException if a file cannot be read or written, or key and certificate do not belong together
     */
    public CertificateAuthority open() throws IOException {
        Path keyFile = folder.resolve("ca.key");
        Path certificateFile = folder.resolve("ca.crt");
        try {
            if (!Files.exists(keyFile)) {
                if (Files.exists(certificateFile)) {
                    throw new IOException("certificate authority has lost its key: missing=" + keyFile
                            + "; restore it, or remove " + certificateFile + " and let every node enrol again");
                }
                KeyPair keys = CertificateAuthority.newKeyPair(random);
                // The certificate is made from the pair, so the pair is what has to be kept first.
                write(
                        keyFile,
                        pem("PRIVATE KEY", keys.getPrivate().getEncoded())
                                + pem("PUBLIC KEY", keys.getPublic().getEncoded()));
            }
            KeyPair keys = readKeys(keyFile);
            if (!Files.exists(certificateFile)) {
                write(
                        certificateFile,
                        pem(
                                "CERTIFICATE",
                                CertificateAuthority.selfSigned(keys, clock, random)
                                        .getEncoded()));
            }
            X509Certificate certificate = readCertificate(certificateFile);
            requirePair(keys.getPrivate(), certificate);
            String fingerprint = fingerprint(certificate);
            Path fingerprintFile = folder.resolve("ca.sha256");
            if (!Files.exists(fingerprintFile)
                    || !Files.readString(fingerprintFile).strip().equals(fingerprint)) {
                write(fingerprintFile, fingerprint + "\n");
            }
            return new CertificateAuthority(keys.getPrivate(), certificate, clock, random);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("certificate authority cannot be read: folder=" + folder + ": " + e.getMessage(), e);
        }
    }

    /** SHA-256 of a certificate, 64 hexadecimal digits. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a parsed certificate has an encoding, and every JDK has SHA-256", e);
        }
    }

    private void write(Path file, String text) throws IOException {
        Path temporary = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private static KeyPair readKeys(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(unpem("PUBLIC KEY", text))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(unpem("PRIVATE KEY", text))));
    }

    private static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static void requirePair(PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        byte[] probe = "pair".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(probe);
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(probe);
        if (!verifier.verify(signer.sign())) {
            throw new IOException("ca.crt does not belong to ca.key");
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    private static byte[] unpem(String type, String text) throws IOException {
        String begin = "-----BEGIN " + type + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + type + "-----");
        if (start < 0 || end < start) {
            throw new IOException("key file holds no " + type);
        }
        return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
    }
}
