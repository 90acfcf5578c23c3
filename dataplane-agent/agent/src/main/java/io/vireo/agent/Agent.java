package io.vireo.agent;

import com.google.protobuf.ByteString;
import io.vireo.agent.code.CodeCache;
import io.vireo.agent.code.UnsafeArchiveException;
import io.vireo.agent.identity.NodeIdentity;
import io.vireo.agent.purge.Purger;
import io.vireo.agent.snapshot.AppliedSnapshot;
import io.vireo.agent.snapshot.LastKnownGood;
import io.vireo.agent.snapshot.Refusal;
import io.vireo.agent.snapshot.SnapshotValidator;
import io.vireo.agent.stream.ControlPlaneStream;
import io.vireo.agent.tenant.NodeResources;
import io.vireo.agent.tenant.TenantHost;
import io.vireo.agent.tenant.TenantWorkers.WorkerRecord;
import io.vireo.channel.GrantSigner;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.InvalidSnapshotException;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.ProcessReport;
import io.vireo.supervision.ProcessState;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import io.vireo.supervision.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node as its configuration says: engine, a gateway per tenant, workers.
 *
 * <p>A configuration is checked, its code fetched, the gateways told; only when all of them have taken it is it kept as the last known
 * good one and acknowledged. When anything refuses, what was told is told back, and the refusal goes to the control plane.
 *
 * <p>Threads: configurations are applied one at a time on a thread of their own; reports of processes come on theirs.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** How long gateways have to take a configuration; one that is just being started takes it when it is up. */
    private static final Duration APPLY_LIMIT = Duration.ofSeconds(20);

    private final AgentConfig config;
    private final Supervisor supervisor;
    private final EngineHost engine;
    private final LastKnownGood lastKnownGood;
    private final CodeCache code;
    private final NodeResources resources;
    private final ControlPlaneStream stream;
    private final Purger purger;
    private final EngineProbe probe;
    private final NodeReporter reporter;
    private final String bootId = UUID.randomUUID().toString();
    private final Map<String, TenantHost> hosts = new ConcurrentHashMap<>();
    private final ExecutorService applying =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("apply").factory());
    private volatile Optional<AppliedSnapshot> applied = Optional.empty();

    /** @param random for the waits between dials */
    public Agent(AgentConfig config, Clock clock, RandomGenerator random) throws IOException {
        this.config = config;
        supervisor = new Supervisor(this::processChanged, System::nanoTime);
        engine = new EngineHost(config, supervisor);
        lastKnownGood = new LastKnownGood(config.agentDirectory());
        code = new CodeCache(config.agentDirectory().resolve("code"));
        stream = new ControlPlaneStream(config, clock, random, new StreamEvents());
        GrantSigner signer = new GrantSigner(Files.readAllBytes(config.grantKeyFile()));
        resources = new NodeResources(config, supervisor, signer, code, stream::fetchCode);
        reporter = new NodeReporter(config, supervisor, stream);
        purger = new Purger(config.engineSocket(), signer, reporter::changed);
        probe = new EngineProbe(config.engineSocket(), signer, reporter::changed);
    }

    /** Starts or adopts everything that the last known good configuration asks for, then dials the control plane. */
    public void start() throws IOException, InterruptedException {
        LastKnownGood.Loaded loaded = lastKnownGood.load();
        if (!loaded.warning().isEmpty()) {
            LOG.error(loaded.warning());
            reporter.warn(loaded.warning());
        }
        reporter.start(this::view);
        List<WorkerRecord> left = WorkerRecord.readAll(config.run());
        engine.start();
        if (loaded.snapshot().isPresent()) {
            AppliedSnapshot snapshot = loaded.snapshot().get();
            applied = loaded.snapshot();
            LOG.info(
                    "starting from last known good: version={} tenants={}",
                    snapshot.version(),
                    snapshot.snapshot().getTenantsCount());
            for (Tenant tenant : snapshot.snapshot().getTenantsList()) {
                TenantHost host = newHost(tenant, snapshot.version());
                left.stream()
                        .filter(worker -> worker.tenantId().equals(tenant.getId()))
                        .forEach(host::adopt);
                host.start();
            }
            retainCode(snapshot.snapshot(), left);
            purger.want(snapshot.snapshot().getPurgesList());
        }
        endStrays(left);
        stream.start();
    }

    /** Stops workers, gateways and the engine, in this order; returns when none runs. */
    public void stop() throws InterruptedException {
        stream.close();
        applying.shutdownNow();
        purger.close();
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (TenantHost host : hosts.values()) {
            stops.add(CompletableFuture.runAsync(() -> stop(host), Executors.newVirtualThreadPerTaskExecutor()));
        }
        stops.forEach(CompletableFuture::join);
        engine.stop();
        close();
    }

    /** Lets go of everything, which runs on. */
    @Override
    public void close() {
        stream.close();
        applying.shutdownNow();
        purger.close();
        reporter.close();
        probe.close();
        supervisor.close();
    }

    private static void stop(TenantHost host) {
        try {
            host.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private TenantHost newHost(Tenant tenant, long version) {
        TenantHost host = new TenantHost(resources, tenant, version, reporter::changed);
        hosts.put(tenant.getId(), host);
        return host;
    }

    /** Gateways and workers of tenants that are no longer here, left by an agent that was killed. */
    private void endStrays(List<WorkerRecord> left) throws InterruptedException, IOException {
        Set<String> wanted = new HashSet<>();
        hosts.values()
                .forEach(host ->
                        wanted.add(TenantHost.GATEWAY_PREFIX + host.tenant().getName()));
        left.stream()
                .filter(worker -> hosts.containsKey(worker.tenantId()))
                .forEach(worker -> wanted.add(worker.processName()));
        try (var files = Files.list(config.run())) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                String name = file.getFileName().toString().replaceAll("\\.pid$", "");
                boolean isOurs = name.startsWith(TenantHost.GATEWAY_PREFIX) || name.startsWith("worker-");
                Optional<ProcessIdentity> alive = ProcessIdentity.read(file).filter(ProcessIdentity::isAlive);
                if (isOurs && !wanted.contains(name) && alive.isPresent()) {
                    LOG.info("ending a process that nothing asks for: name={}", name);
                    Termination.end(alive.get(), "TERM", Duration.ofSeconds(10));
                }
            }
        }
    }

    private void retainCode(Snapshot snapshot, List<WorkerRecord> workers) throws IOException {
        Set<String> hashes = new HashSet<>();
        for (Tenant tenant : snapshot.getTenantsList()) {
            tenant.getFunctionsList().forEach(function -> hashes.add(hex(function.getCodeSha256())));
        }
        workers.forEach(worker -> hashes.add(worker.codeSha256()));
        code.retainOnly(hashes);
    }

    private void processChanged(ProcessReport report) {
        for (TenantHost host : hosts.values()) {
            if (host.changed(report)) {
                break;
            }
        }
        reporter.changed();
    }

    // ---- configurations, on the applying thread
    // ----------------------------------------------------------------------

    private void handle(SnapshotPush push) {
        Optional<Refusal> refusal;
        try {
            refusal = apply(push);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException | RuntimeException e) {
            LOG.error("configuration not applied: version={}", push.getVersion(), e);
            refusal = Optional.of(new Refusal("", "the node could not apply it: " + e));
        }
        if (refusal.isPresent()) {
            LOG.warn(
                    "configuration refused: version={} field={} reason={}",
                    push.getVersion(),
                    refusal.get().field(),
                    refusal.get().text());
            stream.send(AgentMessage.newBuilder()
                    .setNack(Nack.newBuilder()
                            .setVersion(push.getVersion())
                            .setNonce(push.getNonce())
                            .setField(refusal.get().field())
                            .setText(refusal.get().text()))
                    .build());
        } else {
            LOG.info("configuration applied: version={}", push.getVersion());
            stream.send(AgentMessage.newBuilder()
                    .setAck(Ack.newBuilder()
                            .setVersion(push.getVersion())
                            .setHash(push.getHash())
                            .setNonce(push.getNonce()))
                    .build());
        }
        reporter.changed();
    }

    private Optional<Refusal> apply(SnapshotPush push) throws IOException, InterruptedException {
        Snapshot snapshot;
        try {
            snapshot = EncodedSnapshot.of(push).decode();
        } catch (InvalidSnapshotException e) {
            return Optional.of(new Refusal("", String.valueOf(e.getMessage())));
        }
        String nodeId = stream.identity().map(NodeIdentity::nodeId).orElse("");
        Optional<Refusal> invalid = order(push, snapshot).or(() -> SnapshotValidator.refusalOf(snapshot, nodeId));
        if (invalid.isPresent()) {
            return invalid;
        }
        Optional<Refusal> unfetched = fetchCode(snapshot);
        if (unfetched.isPresent()) {
            return unfetched;
        }
        Optional<Refusal> refused = tellTenants(push.getVersion(), snapshot);
        if (refused.isPresent()) {
            return refused;
        }
        lastKnownGood.save(push);
        applied = Optional.of(new AppliedSnapshot(push.getVersion(), push.getHash(), snapshot));
        purger.want(snapshot.getPurgesList());
        return Optional.empty();
    }

    /** Within an epoch, versions rise. */
    private Optional<Refusal> order(SnapshotPush push, Snapshot snapshot) {
        return applied.filter(last -> last.snapshot().getEpoch().equals(snapshot.getEpoch()))
                .filter(last -> push.getVersion() < last.version())
                .map(last -> new Refusal(
                        "version",
                        "is older than the one applied: value=" + push.getVersion() + " applied=" + last.version()));
    }

    private Optional<Refusal> fetchCode(Snapshot snapshot) {
        for (int i = 0; i < snapshot.getTenantsCount(); i++) {
            Tenant tenant = snapshot.getTenants(i);
            for (int j = 0; j < tenant.getFunctionsCount(); j++) {
                Function function = tenant.getFunctions(j);
                String sha256 = hex(function.getCodeSha256());
                if (code.holds(sha256)) {
                    continue;
                }
                reporter.fetching(tenant.getId(), function);
                try {
                    code.obtain(sha256, output -> stream.fetchCode(function.getCodeSha256(), output));
                } catch (IOException | UnsafeArchiveException e) {
                    return Optional.of(new Refusal(
                            "tenants[" + i + "].functions[" + j + "].codeSha256", String.valueOf(e.getMessage())));
                } finally {
                    reporter.fetched();
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> tellTenants(long version, Snapshot snapshot) throws IOException, InterruptedException {
        Map<String, TenantHost> made = new LinkedHashMap<>();
        Map<TenantHost, Tenant> before = new LinkedHashMap<>();
        List<CompletableFuture<Optional<Refusal>>> answers = new ArrayList<>();
        for (Tenant tenant : snapshot.getTenantsList()) {
            TenantHost host = hosts.get(tenant.getId());
            if (host == null || !host.tenant().getName().equals(tenant.getName())) {
                if (host != null) {
                    remove(tenant.getId()); // its name is part of its processes' names
                }
                TenantHost fresh = newHost(tenant, version);
                made.put(tenant.getId(), fresh);
                fresh.start();
                answers.add(fresh.apply(version, tenant));
            } else {
                before.put(host, host.tenant());
                answers.add(host.apply(version, tenant));
            }
        }
        Optional<Refusal> refusal = firstRefusal(answers);
        if (refusal.isPresent()) {
            long last = applied.map(AppliedSnapshot::version).orElse(0L);
            before.forEach((host, tenant) -> {
                var _ = host.apply(last, tenant);
            });
            for (String id : made.keySet()) {
                remove(id);
            }
            return refusal;
        }
        for (String id : List.copyOf(hosts.keySet())) {
            if (snapshot.getTenantsList().stream()
                    .noneMatch(tenant -> tenant.getId().equals(id))) {
                remove(id);
            }
        }
        return Optional.empty();
    }

    /** The first answer that is no; who does not answer in time is told again when it can be reached, which is no refusal. */
    private static Optional<Refusal> firstRefusal(List<CompletableFuture<Optional<Refusal>>> answers)
            throws InterruptedException {
        long deadline = System.nanoTime() + APPLY_LIMIT.toNanos();
        for (int i = 0; i < answers.size(); i++) {
            try {
                Optional<Refusal> answer =
                        answers.get(i).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (answer.isPresent()) {
                    return Optional.of(answer.get().below("tenants[" + i + "]"));
                }
            } catch (TimeoutException _) {
                LOG.warn("a gateway has not answered; it will be told again: tenants[{}]", i);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.empty();
    }

    private void remove(String tenantId) throws InterruptedException {
        TenantHost host = hosts.remove(tenantId);
        if (host != null) {
            host.stop();
        }
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    // ---- what others are told
    // ----------------------------------------------------------------------------------------

    private NodeView view() {
        boolean engineReady = supervisor
                .find(EngineHost.NAME)
                .map(SupervisedProcess::report)
                .filter(report -> report.state() == ProcessState.READY)
                .isPresent();
        return new NodeView(
                applied,
                List.copyOf(hosts.values()),
                purger.statuses(),
                engineReady,
                engineReady ? probe.look() : Optional.empty(),
                stream.isConnected(),
                stream.identity());
    }

    private final class StreamEvents implements ControlPlaneStream.Listener {
        @Override
        public Hello hello(NodeIdentity identity) {
            Hello.Builder hello = Hello.newBuilder()
                    .setNodeId(identity.nodeId())
                    .setBootId(bootId)
                    .setBuild(config.version());
            applied.ifPresent(last -> hello.setAppliedVersion(last.version())
                    .setAppliedHash(last.hash())
                    .setEpoch(last.snapshot().getEpoch()));
            return hello.build();
        }

        @Override
        public void connected() {
            reporter.changed();
        }

        @Override
        public void disconnected(String reason) {
            LOG.info("control plane not connected: {}", reason);
            reporter.disconnected(reason);
        }

        @Override
        public void pushed(SnapshotPush push) {
            var _ = applying.submit(() -> handle(push));
        }
    }
}
