package io.vireo.invoker;

import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.worker.WorkerHost;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Starts real Python workers, the way the agent does. */
final class PythonHost implements WorkerHost, AutoCloseable {
    private static final Path ROOT = repository();
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final Path invokerSocket;
    private final Path engineSocket;
    private final Function<FunctionConfig, String> grants;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Map<String, Path> codeByHash = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, Integer> onExit = (worker, exitCode) -> {};

    /**
     * @param grants the engine grant of a function, Base64; empty: none
     */
    PythonHost(Path folder, Path invokerSocket, Path engineSocket, Function<FunctionConfig, String> grants) {
        this.folder = folder;
        this.invokerSocket = invokerSocket;
        this.engineSocket = engineSocket;
        this.grants = grants;
    }

    void onExit(BiConsumer<String, Integer> listener) {
        onExit = listener;
    }

    /** Stores the code of a version; the hash is only a name here. */
    byte[] code(int version, String mainPy) throws IOException {
        byte[] hash = new byte[32];
        hash[0] = (byte) version;
        hash[1] = (byte) codeByHash.size();
        String name = HexFormat.of().formatHex(hash);
        Path code = Files.createDirectories(folder.resolve("code-" + name));
        Files.writeString(code.resolve("main.py"), mainPy);
        codeByHash.put(name, code);
        return hash;
    }

    List<Process> alive() {
        return processes.values().stream().filter(Process::isAlive).toList();
    }

    @Override
    public void start(String worker, int index, FunctionConfig function, String token) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("worker", worker);
        line.put("workerId", Integer.toString(index));
        line.put("function", function.name());
        line.put("version", function.version());
        line.put("handler", function.handler());
        line.put("codeDirectory", code(function).toString());
        line.put("channelSocket", invokerSocket.toString());
        line.put("channelToken", token);
        line.put("engineSocket", engineSocket.toString());
        line.put("engineGrant", grants.apply(function));
        line.put("bindings", function.bindings());
        line.put("triggerKind", "http");
        line.put("triggerName", "http");
        start(worker, code(function), function.environment(), MAPPER.writeValueAsString(line));
    }

    /** Starts a worker as an agent is asked to. */
    void start(String worker, Path code, Map<String, String> environment, String line) {
        ProcessBuilder builder = new ProcessBuilder("python3", "-m", "vireo_runtime");
        builder.directory(code.toFile());
        builder.redirectOutput(folder.resolve(worker + ".log").toFile()).redirectErrorStream(true);
        builder.environment()
                .put(
                        "PYTHONPATH",
                        ROOT.resolve("dataplane-agent/runtimes/python") + ":"
                                + ROOT.resolve("dataplane-engine/client/python"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            processes.put(worker, process);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            process.onExit().thenAccept(ended -> onExit.accept(worker, ended.exitValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(String worker, String reason, boolean kill) {
        Process process = processes.get(worker);
        if (process != null && kill) {
            process.destroyForcibly();
        } else if (process != null) {
            process.destroy();
        }
    }

    Process process(String worker) {
        return processes.get(worker);
    }

    /** What a worker printed before its channel was open. */
    String output() throws IOException {
        List<String> all = new ArrayList<>();
        for (String worker : processes.keySet()) {
            all.add(Files.readString(folder.resolve(worker + ".log")));
        }
        return String.join("", all);
    }

    private Path code(FunctionConfig function) {
        return code(HexFormat.of().formatHex(function.codeSha256()));
    }

    Path code(String hash) {
        return codeByHash.get(hash);
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("vireo"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
