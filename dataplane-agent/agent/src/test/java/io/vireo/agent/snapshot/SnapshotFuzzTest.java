package io.vireo.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.InvalidSnapshotException;
import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Configurations, from the control plane and from the disk: not a configuration, or refused by field, or one in which what becomes the name of a file or
 * a grant is fit to. A damaged file is passed over with a warning.
 */
class SnapshotFuzzTest extends FuzzTest {
    private static final String NODE = "node-1";

    private final Path folder;

    SnapshotFuzzTest() throws IOException {
        folder = Files.createTempDirectory("snapshot-fuzz");
        folder.toFile().deleteOnExit();
        folder.resolve("last-known-good.pb").toFile().deleteOnExit();
    }

    /** Each writes a file. */
    @Override
    protected int executions() {
        return 1_000;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (1 << 20) + 256L * inputLength;
    }

    @Override
    protected void check(byte[] input) throws IOException {
        Files.write(folder.resolve("last-known-good.pb"), input);
        LastKnownGood.Loaded loaded = new LastKnownGood(folder).load();
        assertThat(loaded.snapshot().isPresent()).isEqualTo(loaded.warning().isEmpty());

        try {
            ByteString bytes = ByteString.copyFrom(input);
            Snapshot snapshot = EncodedSnapshot.of(Snapshot.parseFrom(bytes)).decode();
            if (SnapshotValidator.refusalOf(snapshot, NODE).isEmpty()) {
                checkAdmitted(snapshot);
            }
        } catch (InvalidSnapshotException | com.google.protobuf.InvalidProtocolBufferException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void checkAdmitted(Snapshot snapshot) {
        assertThat(snapshot.getNodeId()).isEqualTo(NODE);
        Set<Long> containers = new HashSet<>();
        for (Tenant tenant : snapshot.getTenantsList()) {
            assertThat(tenant.getName()).doesNotContain("/", "\0").isNotEqualTo("..");
            assertThat(tenant.getId()).matches("[0-9a-f-]{36}");
            tenant.getContainersList().forEach(container -> assertThat(containers.add(container.getId()))
                    .isTrue());
            for (Function function : tenant.getFunctionsList()) {
                assertThat(function.getName()).doesNotContain("/", "\0").isNotEqualTo("..");
                assertThat(function.getCodeSha256().size()).isEqualTo(32);
                assertThat(containers)
                        .containsAll(function.getBindingsList().stream()
                                .map(Binding::getContainer)
                                .toList());
            }
        }
    }

    @Override
    protected List<byte[]> seeds() throws IOException {
        Snapshot snapshot = Snapshot.newBuilder()
                .setNodeId(NODE)
                .addTenants(Tenant.newBuilder()
                        .setId("00000000-0000-0000-0000-000000000001")
                        .setName("default")
                        .setListenAddress("127.0.0.1")
                        .setNativePort(8081)
                        .setSystemContainer(9)
                        .addContainers(Container.newBuilder().setId(7).setName("data"))
                        .addFunctions(Function.newBuilder()
                                .setName("f")
                                .setVersion(1)
                                .setCodeSha256(ByteString.copyFrom(new byte[32]))
                                .setRuntime("python")
                                .setHandler("main:handler")
                                .setWorkers(1)
                                .putEnvironment("A", "b")
                                .addBindings(Binding.newBuilder().setName("d").setContainer(7))))
                .build();
        EncodedSnapshot encoded = EncodedSnapshot.of(snapshot);
        SnapshotPush push = SnapshotPush.newBuilder()
                .setVersion(3)
                .setSnapshot(encoded.bytes())
                .setHash(encoded.hash())
                .build();
        return List.of(snapshot.toByteArray(), push.toByteArray());
    }
}
