package io.vireo.agent;

import io.vireo.agent.snapshot.AppliedSnapshot;
import io.vireo.agent.stream.ControlPlaneStream;
import io.vireo.agent.tenant.TenantHost;
import io.vireo.client.EngineReport;
import io.vireo.controlplane.api.v1.EngineStatus;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.ProcessStatus;
import io.vireo.controlplane.api.v1.PurgeStatus;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.supervision.ProcessReport;
import io.vireo.supervision.ProcessUsage;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells how the node is: to the control plane every 5 s and when anything changes, and to {@code vireo status} by a file that is
 * written when it changes, so that there is an answer when nobody else can give one.
 */
final class NodeReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PERIOD_MS = 5_000;

    /** Changes come in bursts; one report says them all. */
    private static final long GATHER_MS = 50;

    private final AgentConfig config;
    private final Supervisor supervisor;
    private final ControlPlaneStream stream;
    private final ScheduledThreadPoolExecutor reports =
            new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("report").factory());
    private final AtomicBoolean isGathering = new AtomicBoolean(true); // until started: the first report says it all
    private volatile Optional<Supplier<NodeView>> view = Optional.empty();
    private volatile String warning = "";
    private volatile String lineLost = "";
    private volatile Optional<FunctionStatus> fetching = Optional.empty();
    private byte[] lastFile = {}; // of the reporting thread, as the next
    private boolean wasReady;

    NodeReporter(AgentConfig config, Supervisor supervisor, ControlPlaneStream stream) {
        this.config = config;
        this.supervisor = supervisor;
        this.stream = stream;
        reports.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // changes after the end
    }

    /** Begins to report. */
    void start(Supplier<NodeView> current) {
        view = Optional.of(current);
        var _ = reports.scheduleWithFixedDelay(this::report, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** Something changed. Does not block. */
    void changed() {
        if (isGathering.compareAndSet(false, true)) {
            var _ = reports.schedule(this::report, GATHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Something that a person should know, said until the agent ends. */
    void warn(String text) {
        warning = text;
    }

    void disconnected(String reason) {
        lineLost = reason;
        changed();
    }

    void fetching(String tenantId, Function function) {
        fetching = Optional.of(FunctionStatus.newBuilder()
                .setTenantId(tenantId)
                .setFunctionName(function.getName())
                .setVersion(function.getVersion())
                .setState(FunctionState.FETCHING)
                .setWorkersWanted(function.getWorkers())
                .build());
        changed();
    }

    void fetched() {
        fetching = Optional.empty();
        changed();
    }

    @Override
    public void close() {
        reports.shutdownNow();
    }

    private void report() {
        isGathering.set(false); // before looking: what changes from now on is reported anew
        try {
            NodeView now = view.orElseThrow().get();
            stream.send(status(now));
            writeFile(now);
        } catch (RuntimeException e) {
            LOG.warn(
                    "node not reported, trying again periodMs={}", PERIOD_MS, e); // an exception would end the schedule
        }
    }

    private NodeStatus status(NodeView now) {
        NodeStatus.Builder status = NodeStatus.newBuilder();
        now.applied().ifPresent(applied -> status.setAppliedVersion(applied.version())
                .setAppliedHash(applied.hash()));
        now.identity()
                .ifPresent(identity -> status.setCertificateExpiresUnixSeconds(
                        identity.notAfter().getEpochSecond()));
        for (SupervisedProcess process : supervisor.processes()) {
            status.addProcesses(status(process.report()));
        }
        now.tenants().forEach(host -> {
            status.addAllFunctions(host.functions());
            status.addAllKeyUses(host.keyUses());
        });
        fetching.ifPresent(status::addFunctions);
        status.addAllPurges(now.purges());
        now.engine().ifPresent(engine -> status.setEngine(status(engine)));
        return status.build();
    }

    private static EngineStatus status(EngineReport engine) {
        return EngineStatus.newBuilder()
                .setDiskAccess(engine.diskAccess())
                .setItems(engine.itemCount())
                .setStoredBytes(engine.storedBytes())
                .setJournalBytes(engine.journalBytes())
                .setFeedBytes(engine.feedBytes())
                .setIndexBytes(engine.indexBytes())
                .setIndexBudgetBytes(engine.indexBudgetBytes())
                .setDamageCount(engine.damageCount())
                .setDamage(engine.damage())
                .build();
    }

    private static ProcessStatus status(ProcessReport report) {
        ProcessUsage usage = report.pid() == 0 ? new ProcessUsage(0, 0) : ProcessUsage.of(report.pid());
        return ProcessStatus.newBuilder()
                .setName(report.name())
                .setPid(report.pid())
                .setState(
                        switch (report.state()) {
                            case STARTING -> io.vireo.controlplane.api.v1.ProcessState.STARTING;
                            case READY -> io.vireo.controlplane.api.v1.ProcessState.READY;
                            case BACKING_OFF -> io.vireo.controlplane.api.v1.ProcessState.BACKING_OFF;
                            case STOPPED -> io.vireo.controlplane.api.v1.ProcessState.STOPPED;
                        })
                .setRssBytes(usage.rssBytes())
                .setCpuSeconds(usage.cpuSeconds())
                .setRestarts(report.restarts())
                .setDetail(report.detail())
                .build();
    }

    private void writeFile(NodeView now) {
        byte[] content = JSON.writeValueAsBytes(file(now));
        if (java.util.Arrays.equals(content, lastFile)) {
            return;
        }
        try {
            DurableFile.replaceUnsynced(config.run().resolve("agent.status.json"), content);
            lastFile = content;
        } catch (IOException e) {
            LOG.warn("status file not written", e);
        }
    }

    private Map<String, Object> file(NodeView now) {
        Optional<String> missing = missing(now);
        wasReady |= missing.isEmpty();
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("pid", ProcessHandle.current().pid());
        file.put("state", missing.isEmpty() ? "ready" : "starting");
        file.put("detail", missing.orElse(warning));
        file.put("appliedVersion", now.applied().map(AppliedSnapshot::version).orElse(0L));
        file.put("connected", now.connected());
        file.put(
                "processes",
                supervisor.processes().stream().map(SupervisedProcess::report).toList());
        now.engine().ifPresent(engine -> file.put("engine", engine));
        file.put("purges", now.purges().stream().map(NodeReporter::purge).toList());
        file.put(
                "tenants",
                now.tenants().stream()
                        .map(NodeReporter::tenant)
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList());
        return file;
    }

    private record PurgeRow(long container, long deletedItems, boolean done) {}

    private static PurgeRow purge(PurgeStatus purge) {
        return new PurgeRow(purge.getContainer(), purge.getDeletedItems(), purge.getDone());
    }

    private record TenantRow(String name, Map<String, String> endpoints) {}

    private static TenantRow tenant(TenantHost host) {
        Tenant tenant = host.tenant();
        String address = tenant.getListenAddress();
        String url =
                "http://" + (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + tenant.getNativePort();
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("native", url);
        endpoints.put("functions", url + "/functions");
        return new TenantRow(tenant.getName(), endpoints);
    }

    /** What is missing for the node to serve what it should; once it did, functions on their way do not count. */
    private Optional<String> missing(NodeView now) {
        List<String> missing = new ArrayList<>();
        if (now.applied().isEmpty()) {
            missing.add("no configuration yet" + (lineLost.isEmpty() ? "" : "; " + lineLost));
        }
        if (!now.engineReady()) {
            missing.add("the engine is not ready");
        }
        for (TenantHost host : now.tenants()) {
            boolean gatewayReady = supervisor
                    .find(TenantHost.GATEWAY_PREFIX + host.tenant().getName())
                    .map(SupervisedProcess::report)
                    .filter(report -> report.state() == io.vireo.supervision.ProcessState.READY)
                    .isPresent();
            if (!gatewayReady) {
                missing.add("the gateway of tenant " + host.tenant().getName() + " is not ready");
            } else if (!wasReady && !host.isSettled()) {
                missing.add("functions of tenant " + host.tenant().getName() + " are starting");
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
    }
}
