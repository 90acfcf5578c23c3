package io.vireo.controlplane.node;

import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.controlplane.certificate.CertificateRequest;
import io.vireo.controlplane.certificate.NodeIdentity;
import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Auditor;
import io.vireo.identity.Resource;
import io.vireo.identity.ScopedTransactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns join tokens into certificates. A token is for one node name, is stored as its hash, counts for an hour and once.
 * A node that enrols again keeps its identity; the certificates that it had are void.
 */
@Component
public class Enrolment {
    static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_TOKEN_LENGTH = 256;

    private final StoredNodeRepository nodes;
    private final JdbcClient database;
    private final ScopedTransactions transactions;
    private final CertificateAuthority authority;
    private final Auditor auditor;
    private final Clock clock;
    private final SecureRandom random;

    Enrolment(
            StoredNodeRepository nodes,
            JdbcClient database,
            ScopedTransactions transactions,
            CertificateAuthority authority,
            Auditor auditor,
            Clock clock,
            SecureRandom random) {
        this.nodes = nodes;
        this.database = database;
        this.transactions = transactions;
        this.authority = authority;
        this.auditor = auditor;
        this.clock = clock;
        this.random = random;
    }

    /** A node and its new certificate. */
    public record Enrolled(UUID nodeId, X509Certificate certificate, X509Certificate authority) {}

    /** Makes a token and voids those given out for the same node; within the caller's transaction. */
    String issueToken(String nodeName) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        database.sql("delete from join_token where node_name = ? and used_at is null")
                .param(nodeName)
                .update();
        insertToken(nodeName, token);
        return token;
    }

    /**
     * Accepts the token that the installation's own supervisor left for the node of this machine. One that was used stays
     * used; one that was not counts for another hour.
     */
    void acceptInstallationToken(String nodeName, String token) {
        transactions.inPlatform(() -> {
            if (nodes.lockByName(nodeName).isEmpty()) {
                nodes.saveAndFlush(new StoredNode(UUID.randomUUID(), nodeName, clock.instant()));
            }
            int renewed = database.sql("update join_token set expires_at = ? where sha256 = ? and used_at is null")
                    .params(at(clock.instant().plus(TOKEN_VALIDITY)), sha256(token))
                    .update();
            boolean isKnown = renewed > 0
                    || database.sql("select count(*) from join_token where sha256 = ?")
                                    .param(sha256(token))
                                    .query(Long.class)
                                    .single()
                            > 0;
            if (!isKnown) {
                insertToken(nodeName, token);
            }
            return renewed;
        });
    }

    /**
     * Uses up a token.
     *
     * @throws EnrolmentRefusedException if it is unknown, used, expired, or for another node, which the caller is not told
     *     apart; or if the node is revoked
     */
    public Enrolled enrol(String token, String nodeName, CertificateRequest request) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw refusal(nodeName);
        }
        try {
            return enrolInTransaction(token, nodeName, request);
        } catch (DataIntegrityViolationException e) { // two first enrolments at once: only one token was right
            throw refusal(nodeName);
        }
    }

    private Enrolled enrolInTransaction(String token, String nodeName, CertificateRequest request) {
        Supplier<Optional<Enrolled>> work = () -> {
            Instant now = clock.instant();
            // One statement decides who uses the token, however many try at once.
            int used = database.sql("""
                            update join_token set used_at = :now
                            where sha256 = :hash and node_name = :name and used_at is null and expires_at > :now""")
                    .param("now", at(now))
                    .param("hash", sha256(token))
                    .param("name", nodeName)
                    .update();
            StoredNode node = nodes.lockByName(nodeName).orElse(null);
            if (used == 0 || (node != null && node.isRevoked())) {
                audit(nodeName, Outcome.REFUSED);
                return Optional.empty();
            }
            if (node == null) {
                node = nodes.saveAndFlush(new StoredNode(UUID.randomUUID(), nodeName, now));
            }
            UUID enrolmentId = node.enrol(now);
            Enrolled enrolled = certify(node, enrolmentId, request);
            audit(nodeName, Outcome.DONE);
            return Optional.of(enrolled);
        };
        return transactions.inPlatform(work).orElseThrow(() -> refusal(nodeName));
    }

    /**
     * Gives a node that has a good certificate the next one.
     *
     * @throws EnrolmentRefusedException if its certificate does not count any more
     */
    public Enrolled renew(NodeIdentity identity, CertificateRequest request) {
        return transactions.inPlatform(() -> {
            StoredNode node = nodes.lock(identity.nodeId())
                    .orElseThrow(() -> refusal(identity.nodeId().toString()));
            if (!identity.enrolmentId().equals(node.enrolmentId())) {
                throw refusal(node.name());
            }
            return certify(node, identity.enrolmentId(), request);
        });
    }

    /** Whether a certificate still counts: its node is there, not revoked, and has not enrolled anew since. */
    public boolean isCurrent(NodeIdentity identity) {
        return transactions.readInPlatform(() -> nodes.findById(identity.nodeId())
                .map(node -> identity.enrolmentId().equals(node.enrolmentId()))
                .orElse(false));
    }

    private Enrolled certify(StoredNode node, UUID enrolmentId, CertificateRequest request) {
        X509Certificate certificate = authority.issueToNode(node.id(), enrolmentId, request);
        node.certified(certificate.getNotAfter().toInstant());
        return new Enrolled(node.id(), certificate, authority.certificate());
    }

    private void insertToken(String nodeName, String token) {
        Instant now = clock.instant();
        database.sql("insert into join_token (sha256, node_name, created_at, expires_at) values (?, ?, ?, ?)")
                .params(sha256(token), nodeName, at(now), at(now.plus(TOKEN_VALIDITY)))
                .update();
    }

    private void audit(String nodeName, Outcome outcome) {
        auditor.publish("node:" + nodeName, "node:Enrol", Resource.node(nodeName), outcome, Map.of());
    }

    private static EnrolmentRefusedException refusal(String nodeName) {
        return new EnrolmentRefusedException(
                "join token is not valid: it is unknown, used, expired, or for another node; node=" + nodeName);
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
