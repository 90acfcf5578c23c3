package io.vireo.agent.tenant;

import io.vireo.agent.AgentConfig;
import io.vireo.agent.DurableFile;
import io.vireo.agent.code.UnsafeArchiveException;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.supervision.ProcessReport;
import io.vireo.supervision.ProcessSpec;
import io.vireo.supervision.ProcessState;
import io.vireo.supervision.SupervisedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The worker processes of one tenant: started when its invoker asks, watched, and told of when they end. The invoker decides what
 * becomes of them; this only carries it out.
 */
public final class TenantWorkers {
    static final String PREFIX = "worker-";
    private static final Logger LOG = LoggerFactory.getLogger(TenantWorkers.class);

    /** A worker that was asked to end lets its handlers finish first. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** Bounds the memory that a program may allocate, then becomes it. */
    private static final String LIMITED = "ulimit -d \"$1\" && shift && exec \"$@\"";

    private final NodeResources node;
    private final JsonMapper json;
    private final Listener listener;
    private final Map<String, Entry> workers = new ConcurrentHashMap<>();

    /** Told of what becomes of workers, on any thread. */
    interface Listener {
        void workerStarted(String worker, long pid);

        /** @param exitCode 128 + N: by signal N; -1: not known */
        void workerExited(String worker, long pid, int exitCode);
    }

    private record Entry(String worker, String processName) {}

    TenantWorkers(NodeResources node, JsonMapper json, Listener listener) {
        this.node = node;
        this.json = json;
        this.listener = listener;
    }

    /** Fetches the code if need be and starts the process; the outcome is told to the listener. */
    void start(Tenant tenant, TenantMessage.StartWorker wanted) {
        if (workers.containsKey(wanted.worker())) {
            tellRunning(wanted.worker()); // asked again after the line was lost
            return;
        }
        try {
            com.google.protobuf.ByteString hash = com.google.protobuf.ByteString.fromHex(wanted.codeSha256());
            Path code = node.code()
                    .obtain(wanted.codeSha256(), output -> node.codeSource().fetch(hash, output));
            String name = PREFIX + tenant.getName() + "-" + wanted.worker(); // a worker's id begins with its function
            ProcessSpec spec = spec(name, tenant, wanted, code);
            WorkerRecord record =
                    new WorkerRecord(tenant.getId(), wanted.worker(), name, wanted.function(), wanted.codeSha256());
            record.write(node.config().run());
            workers.put(wanted.worker(), new Entry(wanted.worker(), name));
            node.supervisor().start(spec);
        } catch (IOException | UnsafeArchiveException | IllegalArgumentException | IllegalStateException e) {
            LOG.warn(
                    "worker not started: tenant={} function={} worker={}",
                    tenant.getName(),
                    wanted.function(),
                    wanted.worker(),
                    e);
            listener.workerExited(wanted.worker(), 0, -1);
        }
    }

    /** Watches a worker that an earlier agent started. */
    void adopt(WorkerRecord record) {
        workers.put(record.worker(), new Entry(record.worker(), record.processName()));
        node.supervisor()
                .adopt(ProcessSpec.named(record.processName())
                        .command("adopted")
                        .files(node.config().run(), node.config().logs())
                        .stopTimeout(STOP_LIMIT)
                        .once()
                        .build());
    }

    void stop(TenantMessage.StopWorker unwanted) {
        Entry entry = workers.get(unwanted.worker());
        if (entry == null) {
            listener.workerExited(unwanted.worker(), 0, -1); // it has ended, and the message about it was lost
            return;
        }
        LOG.info("stopping worker: name={} reason={}", entry.processName(), unwanted.reason());
        node.supervisor().find(entry.processName()).ifPresent(process -> {
            process.requestStop();
            if (unwanted.kill()) {
                process.kill();
            }
        });
    }

    /** Tells the listener of every worker that runs. */
    void tellRunning() {
        workers.keySet().forEach(this::tellRunning);
    }

    private void tellRunning(String worker) {
        Entry entry = workers.get(worker);
        if (entry != null) {
            node.supervisor()
                    .find(entry.processName())
                    .map(SupervisedProcess::report)
                    .filter(report -> report.pid() != 0)
                    .ifPresent(report -> listener.workerStarted(worker, report.pid()));
        }
    }

    /** Takes the report of a process; whether it was one of these workers. */
    boolean changed(ProcessReport report) {
        for (Entry entry : workers.values()) {
            if (entry.processName().equals(report.name())) {
                if (report.state() == ProcessState.READY) {
                    listener.workerStarted(entry.worker(), report.pid());
                } else if (report.state() == ProcessState.STOPPED) {
                    ended(entry);
                }
                return true;
            }
        }
        return false;
    }

    /** Stops all; returns when none runs. */
    void stopAll() throws InterruptedException {
        node.supervisor()
                .stopAll(workers.values().stream().map(Entry::processName).toList());
    }

    private void ended(Entry entry) {
        workers.remove(entry.worker());
        int exitCode = node.supervisor()
                .find(entry.processName())
                .map(process -> process.exitCode().orElse(-1))
                .orElse(-1);
        node.supervisor().forget(entry.processName());
        try {
            WorkerRecord.delete(node.config().run(), entry.processName());
            Path log = node.config().logs().resolve(entry.processName() + ".log");
            if (Files.exists(log) && Files.size(log) == 0) {
                Files.delete(log); // it said nothing outside its channel: the usual case
            }
        } catch (IOException e) {
            LOG.warn("files of an ended worker not removed: name={}", entry.processName(), e);
        }
        listener.workerExited(entry.worker(), 0, exitCode);
    }

    private ProcessSpec spec(String name, Tenant tenant, TenantMessage.StartWorker wanted, Path code) {
        AgentConfig config = node.config();
        List<String> command = new ArrayList<>(config.command(AgentConfig.WORKER_PYTHON));
        if (wanted.memoryMib() > 0) {
            command.addAll(0, List.of("sh", "-c", LIMITED, "sh", Integer.toString(wanted.memoryMib() * 1024)));
        }
        return ProcessSpec.named(name)
                .command(command)
                .directory(code)
                .environment(environment(wanted))
                .input(firstLine(tenant, wanted, code) + "\n")
                .files(config.run(), config.logs())
                .stopTimeout(STOP_LIMIT)
                .once()
                .build();
    }

    /** All that a worker's runtime is told, on its standard input: nothing secret is in its environment or its arguments. */
    private String firstLine(Tenant tenant, TenantMessage.StartWorker wanted, Path code) {
        ObjectNode line = json.createObjectNode();
        line.put("worker", wanted.worker());
        line.put("function", wanted.function());
        line.put("version", wanted.version());
        line.put("handler", wanted.handler());
        line.put("codeDirectory", code.toString());
        line.set("channelSocket", wanted.line().path("channelSocket"));
        line.set("channelToken", wanted.line().path("channelToken"));
        line.put("engineSocket", node.config().engineSocket().toString());
        line.put(
                "engineGrant",
                new Grants(node.signer())
                        .ofWorker(tenant, wanted.function(), wanted.line().path("bindings")));
        line.set("bindings", wanted.line().path("bindings"));
        line.put("workerId", wanted.line().path("workerId").asString("0"));
        line.put("triggerKind", "http");
        line.put("triggerName", "http");
        return line.toString();
    }

    private static Map<String, String> environment(TenantMessage.StartWorker wanted) {
        Map<String, String> environment = new HashMap<>(wanted.environment());
        environment.put("NUCLIO_FUNCTION_NAME", wanted.function());
        environment.put("NUCLIO_FUNCTION_VERSION", Integer.toString(wanted.version()));
        environment.put("NUCLIO_FUNCTION_HANDLER", wanted.handler());
        environment.put("NUCLIO_HANDLER", wanted.handler());
        environment.putIfAbsent("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.putIfAbsent("LANG", "C.UTF-8");
        environment.putIfAbsent(
                "PYTHONDONTWRITEBYTECODE", "1"); // the code folder is shared by all workers of a version
        return environment;
    }

    /** Notes on disk whose a worker is, so that the next agent can take it over. */
    public record WorkerRecord(String tenantId, String worker, String processName, String function, String codeSha256) {
        private static final String SUFFIX = ".worker.json";
        private static final JsonMapper JSON = JsonMapper.builder().build();

        void write(Path run) throws IOException {
            DurableFile.replaceUnsynced(
                    run.resolve(processName + SUFFIX),
                    JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
        }

        static void delete(Path run, String processName) throws IOException {
            Files.deleteIfExists(run.resolve(processName + SUFFIX));
            Files.deleteIfExists(run.resolve(processName + ".pid"));
        }

        /** The notes in a run folder. */
        public static List<WorkerRecord> readAll(Path run) throws IOException {
            List<WorkerRecord> records = new ArrayList<>();
            if (!Files.isDirectory(run)) {
                return records;
            }
            try (var files = Files.list(run)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                    records.add(JSON.readValue(Files.readString(file), WorkerRecord.class));
                }
            }
            return records;
        }
    }
}
