package io.vireo.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.Tenant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotValidatorTest {
    private static final String NODE = "node-1";

    @Test
    void acceptsWhatHoldsTogether() {
        assertThat(refusal(_ -> {})).isEmpty();
    }

    @Test
    void refusesAConfigurationOfAnotherNode() {
        assertThat(SnapshotValidator.refusalOf(
                        Snapshot.newBuilder().setNodeId("node-2").build(), NODE))
                .map(Refusal::field)
                .contains("nodeId");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void namesTheField(String field, Consumer<Tenant.Builder> fault) {
        Optional<Refusal> refusal = refusal(fault);

        assertThat(refusal).map(Refusal::field).contains("tenants[0]." + field);
    }

    @Test
    void refusesTwoTenantsOnOneAddress() {
        Snapshot snapshot = Snapshot.newBuilder()
                .setNodeId(NODE)
                .addTenants(tenant())
                .addTenants(tenant().setId("00000000-0000-0000-0000-000000000002")
                        .setName("other")
                        .clearContainers()
                        .clearFunctions()
                        .clearSystemContainer())
                .build();

        assertThat(SnapshotValidator.refusalOf(snapshot, NODE))
                .map(Refusal::field)
                .contains("tenants[1].listenAddress");
    }

    @Test
    void refusesToDeleteWhatATenantStillHas() {
        Snapshot.Builder snapshot = Snapshot.newBuilder().setNodeId(NODE).addTenants(tenant());
        String id = snapshot.getTenants(0).getId();
        snapshot.addPurges(ContainerPurge.newBuilder().setTenantId(id).setContainer(99));
        assertThat(SnapshotValidator.refusalOf(snapshot.build(), NODE)).isEmpty();

        for (long live : new long[] {
            snapshot.getTenants(0).getContainers(0).getId(),
            snapshot.getTenants(0).getSystemContainer(),
            0
        }) {
            snapshot.setPurges(0, ContainerPurge.newBuilder().setTenantId(id).setContainer(live));
            assertThat(SnapshotValidator.refusalOf(snapshot.build(), NODE))
                    .hasValueSatisfying(refusal -> assertThat(refusal.field()).isEqualTo("purges[0].container"));
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("id", tenant -> tenant.setId("1")),
                fault("name", tenant -> tenant.setName("../x")),
                fault("name", tenant -> tenant.setName("")),
                fault("name", tenant -> tenant.setName("a".repeat(64))),
                fault("listenAddress", tenant -> tenant.setListenAddress("example.org")),
                fault("listenAddress", tenant -> tenant.setListenAddress("")),
                fault("nativePort", tenant -> tenant.setNativePort(0)),
                fault("nativePort", tenant -> tenant.setNativePort(65_536)),
                fault("containers[0].id", tenant -> tenant.getContainersBuilder(0)
                        .setId(0)),
                fault("containers[0].durability", tenant -> tenant.getContainersBuilder(0)
                        .setDurabilityValue(9)),
                fault("containers[1].id", tenant -> tenant.addContainers(container(7, "again"))),
                fault("containers[1].name", tenant -> tenant.addContainers(container(8, "data"))),
                fault("systemContainer", tenant -> tenant.setSystemContainer(7)),
                fault("functions[0].name", tenant -> tenant.getFunctionsBuilder(0)
                        .setName("a/b")),
                fault("functions[0].codeSha256", tenant -> tenant.getFunctionsBuilder(0)
                        .setCodeSha256(ByteString.EMPTY)),
                fault("functions[0].codeLength", tenant -> tenant.getFunctionsBuilder(0)
                        .setCodeLength(1L << 40)),
                fault("functions[0].runtime", tenant -> tenant.getFunctionsBuilder(0)
                        .setRuntime("cobol")),
                fault("functions[0].workers", tenant -> tenant.getFunctionsBuilder(0)
                        .setWorkers(65)),
                fault("functions[0].bindings[0].container", tenant -> tenant.getFunctionsBuilder(0)
                        .addBindings(Binding.newBuilder().setContainer(99))));
    }

    private static Arguments fault(String field, Consumer<Tenant.Builder> change) {
        return Arguments.of(field, change);
    }

    private static Optional<Refusal> refusal(Consumer<Tenant.Builder> change) {
        Tenant.Builder tenant = tenant();
        change.accept(tenant);
        return SnapshotValidator.refusalOf(
                Snapshot.newBuilder().setNodeId(NODE).addTenants(tenant).build(), NODE);
    }

    private static Tenant.Builder tenant() {
        return Tenant.newBuilder()
                .setId("00000000-0000-0000-0000-000000000001")
                .setName("default")
                .setListenAddress("127.0.0.1")
                .setNativePort(8081)
                .addContainers(container(7, "data"))
                .setSystemContainer(9)
                .addFunctions(Function.newBuilder()
                        .setName("hello")
                        .setVersion(1)
                        .setCodeSha256(ByteString.copyFrom(new byte[32]))
                        .setRuntime("python")
                        .setWorkers(1));
    }

    private static Container.Builder container(long id, String name) {
        return Container.newBuilder().setId(id).setName(name);
    }
}
