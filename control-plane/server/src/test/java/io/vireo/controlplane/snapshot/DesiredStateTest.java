package io.vireo.controlplane.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.controlplane.function.DeployedFunction;
import io.vireo.identity.AccessKeyGrant;
import io.vireo.identity.VerificationKey;
import io.vireo.policy.Statement;
import io.vireo.tenant.ContainerPurge;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.Durability;
import io.vireo.tenant.TenantConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DesiredStateTest {
    private static final UUID NODE = new UUID(0, 9);
    private static final List<UUID> TENANTS = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(-1, 3));
    private static final Instant EXPIRY = Instant.ofEpochSecond(2_000_000_000);

    @Test
    void hasTheSameBytesInWhateverOrderItWasRead() {
        Random seed = new Random(17);
        var first = desired(seed, false).snapshotOf(NODE);

        for (int i = 0; i < 50; i++) {
            assertThat(desired(seed, true).snapshotOf(NODE)).isEqualTo(first);
        }
    }

    @Test
    void isSortedAsTheProtocolSays() throws Exception {
        Snapshot snapshot = desired(new Random(3), true).snapshotOf(NODE).decode();

        assertThat(snapshot.getTenantsList()).extracting(Tenant::getId).isSorted();
        for (Tenant tenant : snapshot.getTenantsList()) {
            assertThat(tenant.getContainersList()).extracting(it -> it.getId()).isSorted();
            assertThat(tenant.getAccessKeysList()).extracting(it -> it.getId()).isSorted();
            assertThat(tenant.getVerificationKeysList())
                    .extracting(it -> it.getId())
                    .isSorted();
            assertThat(tenant.getFunctionsList()).extracting(it -> it.getName()).isSorted();
            tenant.getFunctionsList().forEach(function -> assertThat(function.getBindingsList())
                    .extracting(it -> it.getName())
                    .isSorted());
        }
    }

    @Test
    void differsBetweenNodesInTheNodeAlone() throws Exception {
        DesiredState desired = desired(new Random(3), false);

        Snapshot one = desired.snapshotOf(NODE).decode();
        Snapshot two = desired.snapshotOf(new UUID(0, 10)).decode();

        assertThat(one).isNotEqualTo(two);
        assertThat(one.toBuilder().clearNodeId().build())
                .isEqualTo(two.toBuilder().clearNodeId().build());
    }

    @Test
    void leavesOutABindingWhoseContainerIsGone() throws Exception {
        Snapshot snapshot = desired(new Random(3), false).snapshotOf(NODE).decode();

        assertThat(snapshot.getTenants(0).getFunctions(0).getBindingsList())
                .extracting(binding -> binding.getContainerName())
                .containsExactly("a", "b");
    }

    @Test
    void tellsWhenWritesOfAContainerAreAcknowledged() throws Exception {
        Snapshot snapshot = desired(new Random(3), false).snapshotOf(NODE).decode();

        assertThat(snapshot.getTenants(0).getContainersList())
                .extracting(container -> container.getName() + " " + container.getDurability())
                .containsExactly("b DURABILITY_FSYNC", "c DURABILITY_INTERVAL", "a DURABILITY_FSYNC");
    }

    private static DesiredState desired(Random random, boolean isShuffled) {
        List<TenantConfiguration> tenants = new ArrayList<>();
        List<DeployedFunction> functions = new ArrayList<>();
        Map<UUID, List<AccessKeyGrant>> grants = new HashMap<>();
        for (UUID id : TENANTS) {
            List<ContainerSummary> containers =
                    new ArrayList<>(List.of(container(id, 12, "a"), container(id, 3, "b"), container(id, 7, "c")));
            List<AccessKeyGrant> keys = new ArrayList<>(List.of(grant("K2"), grant("K1")));
            List<String> names = new ArrayList<>(List.of("zeta", "alpha", "mid"));
            shuffle(containers, random, isShuffled);
            shuffle(keys, random, isShuffled);
            shuffle(names, random, isShuffled);
            tenants.add(new TenantConfiguration(id, "t-" + id, "127.0.0.2", 1, containers));
            grants.put(id, keys);
            names.forEach(name -> functions.add(function(id, name)));
        }
        List<VerificationKey> verificationKeys =
                new ArrayList<>(List.of(new VerificationKey("k2", "02"), new VerificationKey("k1", "01")));
        List<ContainerPurge> purges =
                new ArrayList<>(List.of(new ContainerPurge(TENANTS.getFirst(), 90), new ContainerPurge(NODE, 80)));
        shuffle(tenants, random, isShuffled);
        shuffle(purges, random, isShuffled);
        shuffle(functions, random, isShuffled);
        shuffle(verificationKeys, random, isShuffled);
        return new DesiredState("epoch", tenants, purges, grants, verificationKeys, functions, 8081);
    }

    private static <T> void shuffle(List<T> list, Random random, boolean isShuffled) {
        if (isShuffled) {
            Collections.shuffle(list, random);
        }
    }

    private static ContainerSummary container(UUID tenantId, long id, String name) {
        return new ContainerSummary(
                id, tenantId, name, name.equals("c") ? Durability.INTERVAL : Durability.FSYNC, Instant.EPOCH, null);
    }

    private static AccessKeyGrant grant(String id) {
        return new AccessKeyGrant(
                id, "0a0b", "dana", List.of(Statement.allow(List.of("item:*"), List.of("*"))), EXPIRY);
    }

    private static DeployedFunction function(UUID tenantId, String name) {
        FunctionConfiguration it = FunctionConfiguration.DEFAULT;
        FunctionConfiguration configuration = new FunctionConfiguration(
                it.handler(),
                it.runtime(),
                1,
                0,
                Map.of("B", "2", "A", "1", "C", "3"),
                List.of(
                        new Binding("y", "b", "", true),
                        new Binding("x", "a", "", true),
                        new Binding("w", "retired", "", true)),
                false,
                0,
                1);
        return new DeployedFunction(
                tenantId,
                new UUID(tenantId.getLeastSignificantBits(), name.hashCode()),
                name,
                1,
                new byte[32],
                10,
                configuration);
    }
}
