package io.vireo.controlplane.status;

import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.NodeDetail.ProcessState;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.NodeSummary;
import io.vireo.controlplane.PlatformHealth;
import io.vireo.controlplane.PlatformService;
import io.vireo.controlplane.PlatformStatus;
import io.vireo.controlplane.PlatformStatus.Attention;
import io.vireo.controlplane.PlatformStatus.NodeProcess;
import io.vireo.controlplane.PlatformStatus.State;
import io.vireo.controlplane.PlatformStatus.TenantStatus;
import io.vireo.controlplane.function.FunctionStandings;
import io.vireo.controlplane.gateway.TenantGateway;
import io.vireo.controlplane.node.ReportedProcesses;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Puts together what the other features know. */
@Service
class PlatformState implements PlatformService {
    private static final int MAX_TENANTS = 100;
    private static final int MAX_NODES = 1_000;
    private static final int MAX_ATTENTION = 50;

    private final NodeService nodes;
    private final ReportedProcesses processes;
    private final FunctionStandings functions;
    private final TenantService tenants;
    private final TenantGateway gateway;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final DatabaseProbe database;
    private final String version;

    PlatformState(
            NodeService nodes,
            ReportedProcesses processes,
            FunctionStandings functions,
            TenantService tenants,
            TenantGateway gateway,
            Authorizer authorizer,
            PrincipalHolder principals,
            DatabaseProbe database,
            @Value("${vireo.version}") String version) {
        this.nodes = nodes;
        this.processes = processes;
        this.functions = functions;
        this.tenants = tenants;
        this.gateway = gateway;
        this.authorizer = authorizer;
        this.principals = principals;
        this.database = database;
        this.version = version;
    }

    @Override
    public PlatformStatus status() {
        principals.require();
        List<TenantSummary> visible =
                tenants.list(new CursorQuery("", MAX_TENANTS)).items();
        Map<UUID, String> tenantNames = new HashMap<>();
        visible.stream()
                .filter(tenant -> authorizer.allows(Action.FUNCTION_READ, Resource.function(tenant.id(), "")))
                .forEach(tenant -> tenantNames.put(tenant.id(), tenant.name()));
        boolean isNodeReader = authorizer.allows(Action.NODE_READ, Resource.platform());
        List<NodeSummary> nodeList = isNodeReader ? nodes.page(PageQuery.of(0, MAX_NODES)) : List.of();
        List<NodeProcess> processList = isNodeReader ? processes.all() : List.of();
        List<FunctionSummary> functionList = functions.of(tenantNames.keySet());

        Map<NodeState, Integer> nodeCounts = new EnumMap<>(NodeState.class);
        nodeList.forEach(node -> nodeCounts.merge(node.state(), 1, Integer::sum));
        Map<FunctionState, Integer> functionCounts = new EnumMap<>(FunctionState.class);
        functionList.forEach(function -> functionCounts.merge(function.state(), 1, Integer::sum));
        List<Attention> attention = attention(nodeList, processList, functionList, tenantNames);
        return new PlatformStatus(
                state(attention, nodeList, processList, functionCounts),
                version,
                nodeCounts,
                processList,
                visible.stream()
                        .map(tenant -> new TenantStatus(tenant.id(), tenant.name(), gateway.endpoints(tenant)))
                        .toList(),
                tenants.count(""),
                functionCounts,
                attention);
    }

    @Override
    public PlatformHealth health() {
        return database.isAnswering()
                ? new PlatformHealth(true, List.of())
                : new PlatformHealth(false, List.of("database"));
    }

    private static State state(
            List<Attention> attention,
            List<NodeSummary> nodes,
            List<NodeProcess> processes,
            Map<FunctionState, Integer> functions) {
        if (!attention.isEmpty()) {
            return State.DEGRADED;
        }
        boolean isStarting = functions.containsKey(FunctionState.DEPLOYING)
                || nodes.stream()
                        .anyMatch(node -> node.state() == NodeState.EXPECTED
                                || (node.state() == NodeState.CONNECTED
                                        && node.appliedVersion() != node.wantedVersion()))
                || processes.stream().anyMatch(it -> it.process().state() == ProcessState.STARTING);
        return isStarting ? State.STARTING : State.READY;
    }

    private static List<Attention> attention(
            List<NodeSummary> nodes,
            List<NodeProcess> processes,
            List<FunctionSummary> functions,
            Map<UUID, String> tenantNames) {
        List<Attention> errors = new ArrayList<>();
        List<Attention> warnings = new ArrayList<>();
        for (NodeSummary node : nodes) {
            if (node.refusedVersion() != 0) {
                errors.add(new Attention(
                        true,
                        "Node %s refused configuration %d: %s"
                                .formatted(node.name(), node.refusedVersion(), node.refusal()),
                        "node",
                        "",
                        node.name()));
            }
            if (node.state() == NodeState.LOST) {
                errors.add(new Attention(true, "Node %s is lost".formatted(node.name()), "node", "", node.name()));
            } else if (node.state() == NodeState.SUSPECT) {
                warnings.add(new Attention(
                        false, "Node %s has not reported for a while".formatted(node.name()), "node", "", node.name()));
            }
        }
        for (NodeProcess it : processes) {
            if (it.process().state() == ProcessState.BACKING_OFF) {
                errors.add(new Attention(
                        true,
                        "%s on node %s keeps ending: %s"
                                .formatted(
                                        it.process().name(),
                                        it.node(),
                                        it.process().detail()),
                        "node",
                        "",
                        it.node()));
            }
        }
        for (FunctionSummary function : functions) {
            String tenant = tenantNames.getOrDefault(function.tenantId(), "");
            String name = function.name();
            switch (function.state()) {
                case FAILED ->
                    errors.add(new Attention(
                            true, "Function %s does not answer".formatted(name), "function", tenant, name));
                case DEGRADED ->
                    warnings.add(
                            new Attention(false, "Function %s is degraded".formatted(name), "function", tenant, name));
                case NOT_DEPLOYED, DEPLOYING, SERVING, UNKNOWN -> {}
            }
        }
        errors.addAll(warnings);
        return errors.subList(0, Math.min(errors.size(), MAX_ATTENTION));
    }
}
