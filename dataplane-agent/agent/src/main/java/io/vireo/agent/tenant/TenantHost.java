package io.vireo.agent.tenant;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.vireo.agent.AgentConfig;
import io.vireo.agent.DurableFile;
import io.vireo.agent.snapshot.Refusal;
import io.vireo.controlplane.api.v1.AccessKey;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.supervision.ProcessReport;
import io.vireo.supervision.ProcessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One tenant on this node: its gateway process, the line to it, and its workers.
 *
 * <p>The gateway is told the tenant as it should be each time that changes and each time the line is made; what it answers completes the
 * future of {@link #apply}. Any thread.
 */
public final class TenantHost {
    public static final String GATEWAY_PREFIX = "gateway-";

    private static final Logger LOG = LoggerFactory.getLogger(TenantHost.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonFormat.Printer TENANT_JSON = JsonFormat.printer().omittingInsignificantWhitespace();

    /** Calls under way may finish before the process is killed. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final NodeResources node;
    private final Runnable changed;
    private final String name;
    private final TenantWorkers workers;
    private final TenantLine line;

    /** Starting a worker may fetch its code, which must not hold up the line. */
    private final ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();

    private Desired desired; // guarded by this, as all below
    private Optional<Desired> inForce = Optional.empty();
    private List<FunctionStatus> functions = List.of();
    private final Map<String, Long> keysUsed = new TreeMap<>();
    private Optional<Refusal> refusal = Optional.empty();
    private boolean toldFunctions;

    private record Desired(long version, Tenant tenant, CompletableFuture<Optional<Refusal>> outcome) {
        boolean says(Desired other) {
            return tenant.equals(other.tenant);
        }
    }

    /** @param changed called when anything that the node reports has changed; must not block */
    public TenantHost(NodeResources node, Tenant tenant, long version, Runnable changed) {
        this.node = node;
        this.changed = changed;
        name = tenant.getName();
        desired = new Desired(version, tenant, new CompletableFuture<>());
        workers = new TenantWorkers(node, JSON, new WorkerEvents());
        line = new TenantLine(controlSocket(), JSON, new LineEvents());
    }

    /** Notes that an earlier agent's workers live; before {@link #start}. */
    public void adopt(TenantWorkers.WorkerRecord worker) {
        workers.adopt(worker);
    }

    /** Starts the gateway or adopts it, and connects. */
    public void start() throws IOException {
        Path file = node.config().run().resolve(GATEWAY_PREFIX + tenant().getId() + ".json");
        DurableFile.replaceUnsynced(file, JSON.writeValueAsBytes(processConfig()));
        List<String> command = new ArrayList<>(node.config().command(AgentConfig.GATEWAY));
        command.addAll(List.of("--config", file.toString()));
        node.supervisor()
                .start(ProcessSpec.named(GATEWAY_PREFIX + name)
                        .command(command)
                        .directory(node.config().dataDirectory())
                        .environment(Map.of("LANG", "C.UTF-8"))
                        .files(node.config().run(), node.config().logs())
                        .readiness(this::missing)
                        .stopTimeout(STOP_LIMIT)
                        .build());
        line.start();
    }

    /**
     * Tells the gateway how the tenant should be from now on.
     *
     * @return completed with nothing when it is so, or with why it is not: then it stays as it was
     */
    public CompletableFuture<Optional<Refusal>> apply(long version, Tenant tenant) {
        Desired next = new Desired(version, tenant, new CompletableFuture<>());
        synchronized (this) {
            Desired last = desired;
            desired = next;
            if (inForce.filter(next::says).isPresent() && last.says(next)) {
                next.outcome().complete(Optional.empty());
                return next.outcome();
            }
        }
        tellTenant(next);
        return next.outcome();
    }

    /** The tenant as it should be. */
    public synchronized Tenant tenant() {
        return desired.tenant();
    }

    /** How its functions are. */
    public synchronized List<FunctionStatus> functions() {
        return functions;
    }

    /** When those of its access keys that were used were used last. */
    public synchronized List<KeyUse> keyUses() {
        keysUsed.keySet()
                .retainAll(desired.tenant().getAccessKeysList().stream()
                        .map(AccessKey::getId)
                        .collect(Collectors.toSet()));
        return keysUsed.entrySet().stream()
                .map(use -> KeyUse.newBuilder()
                        .setAccessKeyId(use.getKey())
                        .setUnixSeconds(use.getValue())
                        .build())
                .toList();
    }

    /** Whether nothing is on its way: every function serves, or has failed and said why. */
    public synchronized boolean isSettled() {
        boolean pending = functions.stream()
                .anyMatch(status -> status.getState() == FunctionState.STARTING_WORKERS
                        || status.getState() == FunctionState.FETCHING);
        return inForce.isPresent()
                && !pending
                && (toldFunctions || desired.tenant().getFunctionsCount() == 0);
    }

    /** Takes the report of a process; whether it was one of this tenant's. */
    public boolean changed(ProcessReport report) {
        return report.name().equals(GATEWAY_PREFIX + name) || workers.changed(report);
    }

    /** Ends the workers, then the gateway; returns when none of them runs. */
    public void stop() throws InterruptedException {
        line.close();
        starts.shutdownNow();
        workers.stopAll();
        node.supervisor().stop(GATEWAY_PREFIX + name);
    }

    private synchronized Optional<String> missing() {
        if (refusal.isPresent()) {
            return Optional.of(
                    "refused: " + refusal.get().field() + " " + refusal.get().text());
        }
        return inForce.isPresent() ? Optional.empty() : Optional.of("has not taken its configuration yet");
    }

    private void tellTenant(Desired wanted) {
        ObjectNode message = message("apply");
        message.put("version", wanted.version());
        message.put("engineGrant", new Grants(node.signer()).ofGateway(wanted.tenant()));
        try {
            message.set("tenant", JSON.readTree(TENANT_JSON.print(wanted.tenant())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message without extensions has a JSON form", e);
        }
        line.send(message);
    }

    private static ObjectNode message(String type) {
        ObjectNode message = JSON.createObjectNode();
        message.put("type", type);
        return message;
    }

    private String shortId() {
        return tenant().getId().substring(0, 8);
    }

    private Path controlSocket() {
        return node.config().socketDirectory().resolve("gw-" + shortId() + ".sock");
    }

    private Map<String, String> processConfig() {
        Tenant tenant = tenant();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("tenantId", tenant.getId());
        config.put("tenantName", tenant.getName());
        config.put("controlSocket", controlSocket().toString());
        config.put(
                "invokerSocket",
                node.config()
                        .socketDirectory()
                        .resolve("inv-" + shortId() + ".sock")
                        .toString());
        config.put("engineSocket", node.config().engineSocket().toString());
        config.put("engineGrant", new Grants(node.signer()).ofGateway(tenant));
        config.put("logDirectory", node.config().logs().toString());
        return config;
    }

    private final class LineEvents implements TenantLine.Listener {
        @Override
        public void received(TenantMessage message) {
            switch (message) {
                case TenantMessage.Hello _ -> {
                    workers.tellRunning();
                    Desired wanted;
                    synchronized (TenantHost.this) {
                        wanted = desired;
                    }
                    tellTenant(wanted);
                }
                case TenantMessage.Applied(long version) -> answered(version, Optional.empty());
                case TenantMessage.Refused(long version, String field, String reason) ->
                    answered(version, Optional.of(new Refusal(field, reason)));
                case TenantMessage.Functions(List<FunctionStatus> statuses) -> {
                    synchronized (TenantHost.this) {
                        String id = desired.tenant().getId();
                        functions = statuses.stream()
                                .map(status ->
                                        status.toBuilder().setTenantId(id).build())
                                .toList();
                        toldFunctions = true;
                    }
                    changed.run();
                }
                case TenantMessage.KeysUsed(Map<String, Long> keys) -> {
                    synchronized (TenantHost.this) {
                        keys.forEach((key, seconds) -> keysUsed.merge(key, seconds, Math::max));
                    }
                }
                case TenantMessage.StartWorker wanted -> {
                    Tenant tenant = tenant();
                    var _ = starts.submit(() -> workers.start(tenant, wanted));
                }
                case TenantMessage.StopWorker unwanted -> workers.stop(unwanted);
            }
        }

        @Override
        public void lost() {
            synchronized (TenantHost.this) {
                inForce = Optional.empty(); // until it says so again
            }
            changed.run();
        }

        private void answered(long version, Optional<Refusal> outcome) {
            Desired answered;
            synchronized (TenantHost.this) {
                if (desired.version() != version) {
                    return; // about an earlier wish
                }
                answered = desired;
                refusal = outcome;
                if (outcome.isEmpty()) {
                    inForce = Optional.of(answered);
                }
            }
            outcome.ifPresent(why -> LOG.warn(
                    "tenant refused: tenant={} version={} field={} reason={}", name, version, why.field(), why.text()));
            answered.outcome().complete(outcome);
            changed.run();
        }
    }

    private final class WorkerEvents implements TenantWorkers.Listener {
        @Override
        public void workerStarted(String worker, long pid) {
            ObjectNode message = message("workerStarted");
            message.put("worker", worker);
            message.put("pid", pid);
            line.send(message);
        }

        @Override
        public void workerExited(String worker, long pid, int exitCode) {
            ObjectNode message = message("workerExited");
            message.put("worker", worker);
            message.put("pid", pid);
            message.put("exitCode", exitCode);
            line.send(message);
        }
    }
}
