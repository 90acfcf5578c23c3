package io.vireo.controlplane.push;

import static io.vireo.controlplane.push.Scene.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.JoinToken;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.api.v1.CodeRequest;
import io.vireo.controlplane.api.v1.EnrollResponse;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.controlplane.certificate.NodeIdentity;
import io.vireo.identity.ScopedTransactions;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From a join token to a certificate, and what such a certificate is good for. */
@ControlPlaneTest
class EnrolmentIT {
    @Autowired
    Scene scene;

    @Autowired
    NodeService nodes;

    @Autowired
    CertificateAuthority authority;

    @Autowired
    ScopedTransactions transactions;

    @Autowired
    JdbcClient database;

    @Test
    void turnsATokenIntoACertificateThatNamesTheNode() throws Exception {
        String node = name("n");
        JoinToken token = scene.asMachine(() -> nodes.issueJoinToken(node));
        assertThat(scene.asMachine(() -> nodes.find(node)).summary().state()).isEqualTo(NodeState.EXPECTED);
        try (ScriptedAgent agent = scene.agent()) {
            EnrollResponse response = agent.enrol(token.token(), node);

            X509Certificate certificate = agent.certificate;
            certificate.verify(authority.certificate().getPublicKey());
            assertThat(NodeIdentity.of(certificate).orElseThrow().nodeId()).hasToString(response.getNodeId());
            assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2"); // client authentication
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1); // not an authority
            assertThat(Duration.between(
                            certificate.getNotBefore().toInstant(),
                            certificate.getNotAfter().toInstant()))
                    .isBetween(Duration.ofHours(24), Duration.ofHours(25));
            assertThat(response.getTrustAnchorsDer(0).toByteArray())
                    .isEqualTo(authority.certificate().getEncoded());
        }
    }

    @Test
    void acceptsATokenOnce() throws Exception {
        String node = name("n");
        String token = scene.joinToken(node);
        try (ScriptedAgent first = scene.agent();
                ScriptedAgent second = scene.agent()) {
            first.enrol(token, node);

            assertRefused(Status.Code.PERMISSION_DENIED, () -> second.enrol(token, node));
        }
    }

    @Test
    void acceptsATokenOnceHoweverManyTryAtTheSameTime() throws Exception {
        String node = name("n");
        String token = scene.joinToken(node);
        Callable<Boolean> attempt = () -> {
            try (ScriptedAgent agent = scene.agent()) {
                agent.enrol(token, node);
                return true;
            } catch (StatusRuntimeException refused) {
                return false;
            }
        };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long accepted = 0;
            for (var outcome : executor.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
                accepted += outcome.get() ? 1 : 0;
            }

            assertThat(accepted).isEqualTo(1);
        }
    }

    @Test
    void refusesATokenOfAnHourAgo() {
        String node = name("n");
        String token = scene.joinToken(node);
        transactions.inPlatform(() -> database.sql("update join_token set expires_at = now() where node_name = ?")
                .param(node)
                .update());
        try (ScriptedAgent agent = scene.agent()) {
            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol(token, node));
        }
    }

    @Test
    void refusesATokenOfAnotherNodeAndOneThatWasReplaced() {
        String node = name("n");
        String replaced = scene.joinToken(node);
        scene.joinToken(node);
        String ofAnother = scene.joinToken(name("n"));
        try (ScriptedAgent agent = scene.agent()) {
            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol(replaced, node));
            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol(ofAnother, node));
            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol("guessed", node));
            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol("x".repeat(100_000), node));
        }
    }

    @Test
    void keepsNoTokenInTheClear() {
        String node = name("n");
        String token = scene.joinToken(node);

        String stored = transactions.readInPlatform(
                () -> database.sql("select encode(sha256, 'escape') || node_name from join_token where node_name = ?")
                        .param(node)
                        .query(String.class)
                        .single());

        assertThat(stored).doesNotContain(token);
    }

    @Test
    void refusesARequestThatIsNone() {
        String node = name("n");
        String token = scene.joinToken(node);
        try (ScriptedAgent agent = scene.agent()) {
            assertRefused(Status.Code.INVALID_ARGUMENT, () -> agent.enrolWith(token, node, ByteString.EMPTY));
            assertRefused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> agent.enrolWith(token, node, ByteString.copyFrom(new byte[20_000])));
            assertRefused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> agent.enrolWith(token, node, ByteString.copyFromUtf8("garbage")));
        }
    }

    @Test
    void refusesARequestThatIsNotSignedByItsOwnKeyOrHasAnotherKindOfKey() throws Exception {
        String node = name("n");
        String token = scene.joinToken(node);
        KeyPair own = CertificateAuthority.newKeyPair(new SecureRandom());
        KeyPair stolen = CertificateAuthority.newKeyPair(new SecureRandom());
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        try (ScriptedAgent agent = scene.agent()) {
            assertRefused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> agent.enrolWith(
                            token, node, ScriptedAgent.csr(new KeyPair(stolen.getPublic(), own.getPrivate()))));
            assertRefused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> agent.enrolWith(token, node, ScriptedAgent.csr(rsa.generateKeyPair())));

            assertThat(agent.enrol(token, node).getNodeId())
                    .as("the token was not used up")
                    .isNotEmpty();
        }
    }

    @Test
    void everyOtherCallNeedsACertificate() throws Exception {
        try (ScriptedAgent stranger = scene.agent()) {
            stranger.open();
            assertThat(stranger.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertRefused(Status.Code.UNAUTHENTICATED, stranger::renew);
            assertRefused(Status.Code.UNAUTHENTICATED, () -> stranger.fetch(ByteString.copyFrom(new byte[32])));
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority(@TempDir Path folder) throws Exception {
        CertificateAuthority foreign = Certificates.newAuthority(folder);
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            NodeIdentity identity = NodeIdentity.of(agent.certificate).orElseThrow();
            agent.certificate = Certificates.forged(foreign, identity, agent.keys);

            agent.open();

            assertThat(agent.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE); // the handshake fails
        }
    }

    @Test
    void refusesACertificateOfOursThatNamesNoNode() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            agent.certificate =
                    authority.issueToListener(agent.keys.getPublic(), List.of("localhost"), List.of("127.0.0.1"));

            agent.open();

            assertThat(agent.end().getCode()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void renewsForTheSameNode() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            X509Certificate before = agent.certificate;
            String nodeId = agent.nodeId;

            agent.renew();
            agent.disconnect();

            assertThat(agent.nodeId).isEqualTo(nodeId);
            assertThat(agent.certificate.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
            agent.connect();
            assertThat(agent.push().getVersion()).isPositive();
        }
    }

    @Test
    void aNodeThatEnrolsAnewVoidsTheCertificatesThatItHad() throws Exception {
        String node = name("n");
        try (ScriptedAgent before = scene.enrolledAgent(node);
                ScriptedAgent after = scene.enrolledAgent(node)) {
            assertThat(after.nodeId).isEqualTo(before.nodeId);

            before.connect();

            assertThat(before.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            after.connect();
            assertThat(after.push().getVersion()).isPositive();
        }
    }

    @Test
    void aRevokedNodeGetsNoCertificateEvenWithATokenFromBefore() throws Exception {
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node)) {
            String token = scene.joinToken(node);
            scene.asMachine(() -> {
                nodes.revoke(node);
                return true;
            });

            assertRefused(Status.Code.PERMISSION_DENIED, () -> agent.enrol(token, node));
            assertRefused(Status.Code.PERMISSION_DENIED, agent::renew);
            assertThatThrownBy(() -> scene.joinToken(node)).hasMessageContaining("revoked");
        }
    }

    @Test
    void saysWhenNoVersionHasAnArchive() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            assertRefused(Status.Code.NOT_FOUND, () -> agent.fetch(ByteString.copyFrom(new byte[32])));
            assertRefused(Status.Code.INVALID_ARGUMENT, () -> agent.blocking()
                    .fetchCode(CodeRequest.getDefaultInstance())
                    .hasNext());
        }
    }

    private static void assertRefused(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).satisfies(error -> assertThat(
                        Status.fromThrowable(error).getCode())
                .isEqualTo(code));
    }
}
