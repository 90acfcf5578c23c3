package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Calls of a Python function over HTTP: run by the invoker's own program, whose module this one does not know. */
final class FunctionsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "functions";
    }

    @Override
    public String summary() {
        return "a Python no-op function over HTTP, 1 and 32 connections, one worker";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        String home = System.getProperty("vireo.home", "");
        if (home.isEmpty()) {
            throw new IOException("no staged build to start programs from: run it as ./vireo bench functions");
        }
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dvireo.home=" + home,
                        "-cp",
                        classPath(Path.of(home)),
                        "io.vireo.invoker.benchmark.BenchCommand",
                        "--runs",
                        Integer.toString(effort.runs()),
                        "--json",
                        "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("functions were not measured: exitCode=" + process.exitValue());
        }
        return List.of(JsonMapper.builder().build().readValue(json, Measurement[].class));
    }

    private static String classPath(Path home) throws IOException {
        return Files.readAllLines(home.resolve("classpath").resolve("gateway")).stream()
                .map(jar -> home.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }
}
