package io.vireo.controlplane.snapshot;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.v1.AccessKey;
import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.Durability;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.Statement;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.controlplane.api.v1.VerificationKey;
import io.vireo.controlplane.function.DeployedFunction;
import io.vireo.identity.AccessKeyGrant;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.TenantConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the installation should run, in the form of snapshots. Everything is sorted here, whatever the order in which it
 * was read, so that equal content has equal bytes.
 */
final class DesiredState {
    private final String epoch;
    private final List<Tenant> tenants;
    private final List<ContainerPurge> purges;

    /**
     * @param grants live keys by tenant
     * @param functions wanted versions of all tenants
     * @param nativePort that every tenant's gateway listens on, at its own address
     */
    DesiredState(
            String epoch,
            List<TenantConfiguration> tenants,
            List<io.vireo.tenant.ContainerPurge> purges,
            Map<UUID, List<AccessKeyGrant>> grants,
            List<io.vireo.identity.VerificationKey> verificationKeys,
            List<DeployedFunction> functions,
            int nativePort) {
        this.epoch = epoch;
        this.purges = purges.stream()
                .sorted(Comparator.comparingLong(io.vireo.tenant.ContainerPurge::containerId))
                .map(purge -> ContainerPurge.newBuilder()
                        .setTenantId(purge.tenantId().toString())
                        .setContainer(purge.containerId())
                        .build())
                .toList();
        Map<UUID, List<DeployedFunction>> functionsByTenant = new HashMap<>();
        functions.forEach(function -> functionsByTenant
                .computeIfAbsent(function.tenantId(), _ -> new ArrayList<>())
                .add(function));
        List<VerificationKey> keys = verificationKeys.stream()
                .sorted(Comparator.comparing(io.vireo.identity.VerificationKey::id))
                .map(DesiredState::verificationKey)
                .toList();
        this.tenants = tenants.stream()
                .sorted(Comparator.comparing(tenant -> tenant.id().toString()))
                .map(tenant -> tenant(
                        tenant,
                        grants.getOrDefault(tenant.id(), List.of()),
                        keys,
                        functionsByTenant.getOrDefault(tenant.id(), List.of()),
                        nativePort))
                .toList();
    }

    String epoch() {
        return epoch;
    }

    /** The snapshot of one node. */
    EncodedSnapshot snapshotOf(UUID nodeId) {
        return EncodedSnapshot.of(Snapshot.newBuilder()
                .setEpoch(epoch)
                .setNodeId(nodeId.toString())
                .addAllTenants(tenants)
                .addAllPurges(purges)
                .build());
    }

    private static Tenant tenant(
            TenantConfiguration tenant,
            List<AccessKeyGrant> grants,
            List<VerificationKey> keys,
            List<DeployedFunction> functions,
            int nativePort) {
        Map<String, Long> containerIds = new HashMap<>();
        tenant.containers().forEach(container -> containerIds.put(container.name(), container.id()));
        return Tenant.newBuilder()
                .setId(tenant.id().toString())
                .setName(tenant.name())
                .setListenAddress(tenant.address())
                .setNativePort(nativePort)
                .setSystemContainer(tenant.systemContainerId())
                .addAllContainers(tenant.containers().stream()
                        .sorted(Comparator.comparingLong(ContainerSummary::id))
                        .map(container -> Container.newBuilder()
                                .setId(container.id())
                                .setName(container.name())
                                .setDurability(durability(container))
                                .build())
                        .toList())
                .addAllAccessKeys(grants.stream()
                        .sorted(Comparator.comparing(AccessKeyGrant::accessKeyId))
                        .map(DesiredState::accessKey)
                        .toList())
                .addAllVerificationKeys(keys)
                .addAllFunctions(functions.stream()
                        .sorted(Comparator.comparing(DeployedFunction::name))
                        .map(function -> function(function, containerIds))
                        .toList())
                .build();
    }

    private static AccessKey accessKey(AccessKeyGrant grant) {
        return AccessKey.newBuilder()
                .setId(grant.accessKeyId())
                .setSessionKeySha256(ByteString.copyFrom(grant.sessionKeySha256()))
                .setPrincipal(grant.principal())
                .setExpiresUnixSeconds(grant.expiresAt().getEpochSecond())
                .addAllStatements(grant.statements().stream()
                        .map(statement -> Statement.newBuilder()
                                .setAllow(statement.allow())
                                .addAllActions(statement.actions())
                                .addAllResources(statement.resources())
                                .build())
                        .toList())
                .build();
    }

    private static VerificationKey verificationKey(io.vireo.identity.VerificationKey key) {
        return VerificationKey.newBuilder()
                .setId(key.id())
                .setPublicKeyDer(ByteString.copyFrom(key.publicKeyDer()))
                .build();
    }

    /** A binding to a container that was retired since is left out: the handler finds it missing, the rest goes on. */
    private static Function function(DeployedFunction function, Map<String, Long> containerIds) {
        FunctionConfiguration configuration = function.configuration();
        return Function.newBuilder()
                .setName(function.name())
                .setVersion(function.version())
                .setCodeSha256(ByteString.copyFrom(function.codeSha256()))
                .setCodeLength(function.codeLength())
                .setRuntime(configuration.runtime())
                .setHandler(configuration.handler())
                .setWorkers(configuration.workers())
                .setEventTimeoutMs(configuration.eventTimeoutMs())
                .putAllEnvironment(configuration.environment())
                .setOpen(configuration.isOpen())
                .setMemoryMib(configuration.memoryMib())
                .setMaxRequestBodyBytes(configuration.maxRequestBodyBytes())
                .addAllBindings(configuration.bindings().stream()
                        .filter(binding -> containerIds.containsKey(binding.container()))
                        .sorted(Comparator.comparing(FunctionConfiguration.Binding::name))
                        .map(binding -> Binding.newBuilder()
                                .setName(binding.name())
                                .setContainer(containerIds.getOrDefault(binding.container(), 0L))
                                .setContainerName(binding.container())
                                .setPrefix(binding.prefix())
                                .setWritable(binding.isWritable())
                                .build())
                        .toList())
                .build();
    }

    private static Durability durability(ContainerSummary container) {
        return switch (container.durability()) {
            case FSYNC -> Durability.DURABILITY_FSYNC;
            case INTERVAL -> Durability.DURABILITY_INTERVAL;
        };
    }
}
