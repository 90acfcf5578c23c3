package io.vireo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.vireo.identity.secret.SecretSealer;
import io.vireo.identity.support.AuditLog;
import io.vireo.identity.support.People;
import io.vireo.identity.support.TestClock;
import io.vireo.policy.Action;
import io.vireo.policy.CompiledPolicy;
import io.vireo.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@IdentityTest
@RecordApplicationEvents
class AccessKeyIT {
    @Autowired
    private AccessKeyService keys;

    @Autowired
    private DataTokenService dataTokens;

    @Autowired
    private AccountService accounts;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private ScopedTransactions transactions;

    @Autowired
    private SecretSealer sealer;

    @Autowired
    private People people;

    @Autowired
    private SqlTenants tenants;

    @Autowired
    private AuditLog audit;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private ApplicationEvents events;

    private UUID tenant;
    private Principal developer;

    @BeforeEach
    void makeTenant() {
        tenant = tenants.create();
        developer = people.with(RoleBinding.inTenant(Role.DEVELOPER, tenant));
    }

    @Nested
    class Create {

        @Test
        void showsSecretsOnceAndStoresAHashAndASealedCopy() throws Exception {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("laptop"));

            assertThat(key.accessKeyId()).matches("VK[A-Z2-9]{18}");
            Map<String, Object> row =
                    transactions.readInPlatform(() -> jdbc.sql("select * from access_key where id = ?")
                            .param(key.accessKeyId())
                            .query()
                            .singleRow());
            byte[] sealed = (byte[]) row.get("sealed_secret");
            assertThat((byte[]) row.get("session_key_sha256"))
                    .isEqualTo(MessageDigest.getInstance("SHA-256")
                            .digest(key.sessionKey().getBytes(StandardCharsets.UTF_8)));
            assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(key.secretAccessKey());
            assertThat(sealer.open(key.accessKeyId(), sealed)).isEqualTo(key.secretAccessKey());
            assertThatThrownBy(() -> sealer.open("VKOTHER", sealed)).isInstanceOf(IllegalStateException.class);
            assertThat(audit.committed("key:Create", "key/" + developer.name() + "/" + key.accessKeyId()))
                    .isEqualTo(1);
            assertThat(key.toString()).doesNotContain(key.sessionKey()).doesNotContain(key.secretAccessKey());
        }

        @Test
        void tellsTheTenantsNodes() {
            create(developer, CreateAccessKey.named("laptop"));

            assertThat(events.stream(AccessKeyChanged.class)).contains(new AccessKeyChanged(tenant));
        }

        @Test
        void givesTheOwnersRightsOnDataAndNoOther() {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("laptop"));

            AccessKeyGrant grant = grant(key).orElseThrow();

            assertThat(grant.principal()).isEqualTo(developer.name());
            CompiledPolicy policy = CompiledPolicy.of(grant.statements());
            assertThat(policy.allows(Action.ITEM_WRITE, "container/data/a")).isTrue();
            assertThat(policy.allows(Action.FUNCTION_INVOKE, "function/f")).isTrue();
            assertThat(policy.allows(Action.FUNCTION_DEPLOY, "function/f")).isFalse();
            assertThat(policy.allows(Action.KEY_CREATE, "key/" + developer.name() + "/k"))
                    .isFalse();
        }

        @Test
        void narrowsToWhatWasAskedFor() {
            Statement reading = Statement.allow(List.of("item:Read", "item:List"), List.of("container/data/public/*"));
            IssuedAccessKey key = create(developer, new CreateAccessKey("reader", null, null, List.of(reading)));

            assertThat(grant(key).orElseThrow().statements()).containsExactly(reading);
        }

        @Test
        void refusesWhatTheOwnerDoesNotHold() {
            Principal viewer = people.with(RoleBinding.inTenant(Role.VIEWER, tenant));
            Statement writing = Statement.allow(List.of("item:Write"), List.of("container/data/*"));

            assertThatThrownBy(() -> create(viewer, new CreateAccessKey("w", null, null, List.of(writing))))
                    .isInstanceOfSatisfying(IdentityException.class, e -> {
                        assertThat(e.errorCode()).isEqualTo(ErrorCode.GRANTS_MORE_THAN_HELD);
                        assertThat(e.field()).contains("statements[0]");
                    });
        }

        @Test
        void ofAnotherPersonIsForTheTenantsAdministrator() {
            Principal chief = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, tenant));
            CreateAccessKey forDeveloper = new CreateAccessKey("ci", developer.name(), null, List.of());

            assertThat(grant(create(chief, forDeveloper)).orElseThrow().principal())
                    .isEqualTo(developer.name());
            Principal viewer = people.with(RoleBinding.inTenant(Role.VIEWER, tenant));
            assertCode(ErrorCode.FORBIDDEN, () -> create(viewer, forDeveloper));
            CreateAccessKey forStranger =
                    new CreateAccessKey("ci", people.with().name(), null, List.of());
            assertCode(ErrorCode.GRANTS_MORE_THAN_HELD, () -> create(chief, forStranger));
            CreateAccessKey forNobody = new CreateAccessKey("ci", "no-such-person", null, List.of());
            assertCode(ErrorCode.ACCOUNT_NOT_FOUND, () -> create(chief, forNobody));
        }

        @Test
        void ofTheMachineBelongsToTheMachine() {
            IssuedAccessKey key = create(Principal.machine(), CreateAccessKey.named("script"));

            assertThat(grant(key).orElseThrow().principal()).isEqualTo("machine");
            assertThat(page(Principal.machine(), new PageQuery(0, 10, "owner", "machine")))
                    .extracting(AccessKeySummary::accessKeyId)
                    .containsExactly(key.accessKeyId());
        }

        @Test
        void hasLimits() {
            assertCode(ErrorCode.INVALID_FIELD, () -> create(developer, CreateAccessKey.named(" ")));
            assertCode(ErrorCode.INVALID_FIELD, () -> create(developer, CreateAccessKey.named("n".repeat(101))));
            assertCode(
                    ErrorCode.INVALID_FIELD,
                    () -> create(developer, new CreateAccessKey("k", null, Duration.ofDays(366), List.of())));
            for (int i = 0; i < 100; i++) {
                create(developer, CreateAccessKey.named("k" + i));
            }
            assertCode(ErrorCode.TOO_MANY_KEYS, () -> create(developer, CreateAccessKey.named("one too many")));
        }
    }

    @Nested
    class Death {

        @Test
        void comesWithExpiry() {
            IssuedAccessKey key =
                    create(developer, new CreateAccessKey("short", null, Duration.ofMinutes(10), List.of()));
            assertThat(grant(key)).isPresent();

            clock.pass(Duration.ofMinutes(11));

            assertThat(grant(key)).isEmpty();
        }

        @Test
        void comesWithRevocation() {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("laptop"));

            principals.runAs(developer, () -> keys.revoke(tenant, key.accessKeyId()));

            assertThat(grant(key)).isEmpty();
            assertCode(
                    ErrorCode.ACCESS_KEY_NOT_FOUND,
                    () -> principals.runAs(developer, () -> keys.revoke(tenant, key.accessKeyId())));
            assertThat(audit.committed("key:Delete", "key/" + developer.name() + "/" + key.accessKeyId()))
                    .isEqualTo(1);
        }

        @Test
        void comesWithTheOwnersRole() {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("laptop"));
            events.clear();

            asMachine(() -> accounts.removeRole(developer.name(), RoleBinding.inTenant(Role.DEVELOPER, tenant)));

            assertThat(grant(key)).isEmpty();
            assertThat(events.stream(AccessKeyChanged.class)).contains(new AccessKeyChanged(tenant));
        }

        @Test
        void isPartialWhenTheOwnerLosesPart() {
            Statement both = Statement.allow(List.of("item:Read", "item:Write"), List.of("container/data/*"));
            IssuedAccessKey key = create(developer, new CreateAccessKey("rw", null, null, List.of(both)));

            asMachine(() -> accounts.assignRole(developer.name(), RoleBinding.inTenant(Role.VIEWER, tenant)));
            asMachine(() -> accounts.removeRole(developer.name(), RoleBinding.inTenant(Role.DEVELOPER, tenant)));

            assertThat(grant(key).orElseThrow().statements())
                    .containsExactly(Statement.allow(List.of("item:Read"), List.of("container/data/*")));
        }

        @Test
        void comesWithTheOwnersAccountAndGoesWhenItIsEnabledAgain() {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("laptop"));
            events.clear();

            asMachine(() -> accounts.update(developer.name(), new UpdateAccount(null, false, null)));
            assertThat(grant(key)).isEmpty();
            asMachine(() -> accounts.update(developer.name(), new UpdateAccount(null, true, null)));
            assertThat(grant(key)).isPresent();
            principals.runAs(Principal.machine(), () -> accounts.delete(developer.name()));
            assertThat(grant(key)).isEmpty();

            assertThat(events.stream(AccessKeyChanged.class).filter(new AccessKeyChanged(tenant)::equals))
                    .hasSize(3);
        }
    }

    @Nested
    class Lists {

        @Test
        void showAPersonTheirOwnKeysAndAnAdministratorAll() {
            IssuedAccessKey mine = create(developer, CreateAccessKey.named("mine"));
            Principal other = people.with(RoleBinding.inTenant(Role.DEVELOPER, tenant));
            IssuedAccessKey theirs = create(other, CreateAccessKey.named("theirs"));
            Principal chief = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, tenant));

            assertThat(page(developer, PageQuery.of(0, 10)))
                    .extracting(AccessKeySummary::name)
                    .containsExactly("mine");
            assertThat(page(chief, new PageQuery(0, 10, "name", "")))
                    .extracting(AccessKeySummary::name)
                    .containsExactly("mine", "theirs");
            assertThat(page(chief, new PageQuery(0, 10, "-owner", other.name())))
                    .extracting(AccessKeySummary::owner)
                    .containsExactly(other.name());
            assertThat(principals.callAs(developer, () -> keys.count(tenant, "")))
                    .isEqualTo(1);
            assertCode(
                    ErrorCode.ACCESS_KEY_NOT_FOUND,
                    () -> principals.runAs(developer, () -> keys.revoke(tenant, theirs.accessKeyId())));
            principals.runAs(chief, () -> keys.revoke(tenant, mine.accessKeyId()));
            assertThat(principals
                            .callAs(chief, () -> keys.list(tenant, CursorQuery.of(null, 1)))
                            .items())
                    .hasSize(1);
        }

        @Test
        void tellWhenAKeyWasLastUsed() {
            IssuedAccessKey key = create(developer, CreateAccessKey.named("mine"));
            Instant use = clock.instant().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
            assertThat(page(developer, PageQuery.of(0, 10)))
                    .extracting(AccessKeySummary::lastUsedAt)
                    .containsOnlyNulls();

            used(key, use);
            used(key, use.minusSeconds(60));
            assertThat(page(developer, new PageQuery(0, 10, "-lastUsedAt", "")))
                    .extracting(AccessKeySummary::lastUsedAt)
                    .containsExactly(use);

            used(key, clock.instant().plusSeconds(3600));
            assertThat(page(developer, PageQuery.of(0, 10)))
                    .allSatisfy(shown -> assertThat(shown.lastUsedAt()).isBetween(use.plusSeconds(1), clock.instant()));
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> principals.runAs(developer, () -> keys.used(Map.of(key.accessKeyId(), use))));
        }

        private void used(IssuedAccessKey key, Instant at) {
            principals.runAs(
                    Principal.platform("node reports"), () -> keys.used(Map.of(key.accessKeyId(), at, "unknown", at)));
        }

        @Test
        void ofAnotherTenantAreNotThere() {
            UUID other = tenants.create();
            IssuedAccessKey key = create(developer, CreateAccessKey.named("mine"));
            Principal chiefOfOther = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, other));

            assertCode(ErrorCode.TENANT_NOT_FOUND, () -> page0(chiefOfOther, tenant));
            assertCode(
                    ErrorCode.TENANT_NOT_FOUND,
                    () -> principals.runAs(chiefOfOther, () -> keys.revoke(tenant, key.accessKeyId())));
            assertCode(
                    ErrorCode.ACCESS_KEY_NOT_FOUND,
                    () -> principals.runAs(chiefOfOther, () -> keys.revoke(other, key.accessKeyId())));
            assertCode(ErrorCode.FORBIDDEN, () -> principals.callAs(Principal.machine(), () -> keys.grants()));
        }
    }

    @Nested
    class DataTokens {

        @Test
        void areSignedWithAKeyThatGatewaysKnow() throws Exception {
            DataToken token = principals.callAs(developer, () -> dataTokens.issue(tenant));

            SignedJWT jwt = SignedJWT.parse(token.token());
            VerificationKey key = dataTokens.verificationKeys().getFirst();
            var publicKey = (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.publicKeyDer()));
            assertThat(jwt.verify(new ECDSAVerifier(publicKey))).isTrue();
            assertThat(jwt.getHeader().getKeyID()).isEqualTo(key.id());
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
            assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo(developer.name());
            assertThat(jwt.getJWTClaimsSet().getStringClaim("tenant")).isEqualTo(tenant.toString());
            assertThat(jwt.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(token.expiresAt());
            assertThat(Duration.between(clock.instant(), token.expiresAt()))
                    .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
            assertThat(jwt.getJWTClaimsSet().getListClaim("st").toString())
                    .contains("item:Write")
                    .doesNotContain("function:Deploy");
            assertThat(token.toString()).doesNotContain(token.token());
        }

        @Test
        void areForPeopleOfTheTenant() {
            assertCode(
                    ErrorCode.TENANT_NOT_FOUND, () -> principals.callAs(people.with(), () -> dataTokens.issue(tenant)));
            assertCode(ErrorCode.UNAUTHENTICATED, () -> dataTokens.issue(tenant));
        }
    }

    private IssuedAccessKey create(Principal principal, CreateAccessKey command) {
        return principals.callAs(principal, () -> keys.create(tenant, command));
    }

    private List<AccessKeySummary> page(Principal principal, PageQuery query) {
        return principals.callAs(principal, () -> keys.page(tenant, query));
    }

    private List<AccessKeySummary> page0(Principal principal, UUID ofTenant) {
        return principals.callAs(principal, () -> keys.page(ofTenant, PageQuery.of(0, 10)));
    }

    private Optional<AccessKeyGrant> grant(IssuedAccessKey key) {
        return principals
                .callAs(Principal.platform("snapshot"), () -> keys.grants())
                .getOrDefault(tenant, List.of())
                .stream()
                .filter(grant -> grant.accessKeyId().equals(key.accessKeyId()))
                .findFirst();
    }

    private <T> T asMachine(java.util.function.Supplier<T> act) {
        return principals.callAs(Principal.machine(), act);
    }

    private static void assertCode(ErrorCode code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(IdentityException.class, e -> assertThat(e.errorCode())
                .isEqualTo(code));
    }
}
