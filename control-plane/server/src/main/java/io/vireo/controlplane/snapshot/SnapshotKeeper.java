package io.vireo.controlplane.snapshot;

import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.function.DeployedFunction;
import io.vireo.controlplane.function.DeployedFunctions;
import io.vireo.controlplane.node.SnapshotComputed;
import io.vireo.controlplane.node.SnapshotComputed.DeployedVersion;
import io.vireo.identity.AccessKeyService;
import io.vireo.identity.DataTokenService;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.ScopedTransactions;
import io.vireo.tenant.TenantConfiguration;
import io.vireo.tenant.TenantService;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Computes nodes' snapshots from the desired state and stores them under a version. One computation at a time in the whole
 * installation, so that a later version never has an older content.
 */
@Component
public class SnapshotKeeper {
    private static final long COMPUTATION_LOCK = 0x56495245_4f534e50L; // "VIREOSNP"
    private static final Principal COMPUTATION = Principal.platform("snapshot");

    private final TenantService tenants;
    private final AccessKeyService accessKeys;
    private final DataTokenService dataTokens;
    private final DeployedFunctions functions;
    private final PrincipalHolder principals;
    private final ScopedTransactions transactions;
    private final JdbcClient database;
    private final ApplicationEventPublisher events;
    private final GatewayConfig config;
    private final Clock clock;

    SnapshotKeeper(
            TenantService tenants,
            AccessKeyService accessKeys,
            DataTokenService dataTokens,
            DeployedFunctions functions,
            PrincipalHolder principals,
            ScopedTransactions transactions,
            JdbcClient database,
            ApplicationEventPublisher events,
            GatewayConfig config,
            Clock clock) {
        this.tenants = tenants;
        this.accessKeys = accessKeys;
        this.dataTokens = dataTokens;
        this.functions = functions;
        this.principals = principals;
        this.transactions = transactions;
        this.database = database;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /** Computes the snapshot of one node; empty if the node is gone, revoked or never enrolled. */
    public Optional<NodeSnapshot> compute(UUID nodeId) {
        return Optional.ofNullable(compute(" and id = :id", nodeId).get(nodeId));
    }

    /** Computes the snapshots of all nodes that have a certificate. */
    public Map<UUID, NodeSnapshot> computeAll() {
        return compute("", null);
    }

    private Map<UUID, NodeSnapshot> compute(String condition, @Nullable UUID nodeId) {
        Supplier<Map<UUID, NodeSnapshot>> work = () -> {
            database.sql("select pg_advisory_xact_lock(?)")
                    .param(COMPUTATION_LOCK)
                    .query()
                    .singleRow();
            List<DeployedFunction> deployed = functions.all();
            DesiredState desired = read(deployed);
            List<DeployedVersion> held = deployed.stream()
                    .map(function -> new DeployedVersion(function.functionId(), function.version()))
                    .toList();
            Map<UUID, NodeSnapshot> snapshots = new HashMap<>();
            database.sql("""
                            select id, wanted_version, wanted_hash from node
                            where revoked_at is null and enrolment_id is not null""" + condition + " order by id for update")
                    .param("id", nodeId)
                    .query((row, _) -> new Wanted(
                            row.getObject("id", UUID.class),
                            row.getLong("wanted_version"),
                            row.getBytes("wanted_hash")))
                    .list()
                    .forEach(wanted -> snapshots.put(wanted.nodeId, store(wanted, desired)));
            snapshots.values().stream()
                    .mapToLong(NodeSnapshot::version)
                    .min()
                    .ifPresent(version -> events.publishEvent(new SnapshotComputed(version, held)));
            return snapshots;
        };
        return principals.callAs(COMPUTATION, () -> transactions.inPlatform(work));
    }

    private DesiredState read(List<DeployedFunction> deployed) {
        List<TenantConfiguration> configurations = tenants.configurations();
        String epoch = database.sql("select epoch from store")
                .query(UUID.class)
                .single()
                .toString();
        return new DesiredState(
                epoch,
                configurations,
                tenants.purges(),
                accessKeys.grants(),
                dataTokens.verificationKeys(),
                deployed,
                config.nativePort());
    }

    private NodeSnapshot store(Wanted wanted, DesiredState desired) {
        EncodedSnapshot encoded = desired.snapshotOf(wanted.nodeId);
        byte[] hash = encoded.hash().toByteArray();
        if (Arrays.equals(hash, wanted.hash)) {
            return new NodeSnapshot(wanted.version, desired.epoch(), encoded);
        }
        long version = database.sql("select nextval('snapshot_version_seq')")
                .query(Long.class)
                .single();
        database.sql("""
                        update node set wanted_version = ?, wanted_hash = ?, wanted_at = ?, version = version + 1
                        where id = ?""")
                .params(version, hash, clock.instant().atOffset(ZoneOffset.UTC), wanted.nodeId)
                .update();
        return new NodeSnapshot(version, desired.epoch(), encoded);
    }

    private record Wanted(UUID nodeId, long version, byte @Nullable [] hash) {}
}
