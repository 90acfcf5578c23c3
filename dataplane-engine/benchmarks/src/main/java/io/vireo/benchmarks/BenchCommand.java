package io.vireo.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs benchmarks by name and prints a table, or the list of interfaces.md as JSON. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Vireo beside its peers, in one run on this machine.")
public final class BenchCommand implements Callable<Integer> {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new ChannelBenchmark(),
            new IndexBenchmark(),
            new EngineBenchmark(),
            new JournalBenchmark(),
            new RestartBenchmark(),
            new GrowthBenchmark(),
            new ExpressionBenchmark(),
            new FunctionsBenchmark(),
            new PlatformBenchmark());

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "What to measure; all by default. Known: channel, index, engine, journal, restart, growth, expressions, functions, platform")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the figures to a file; - for standard output.")
    private @Nullable String json;

    @Option(names = "--runs", description = "Runs of us and of the peer, in turn (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--round-trips", description = "Round trips timed in a run (default: ${DEFAULT-VALUE}).")
    private int roundTrips = 1_000_000;

    @Option(
            names = "--items",
            description =
                    "Keys of the index, items of the engine that is restarted, or grows (default: ${DEFAULT-VALUE}).")
    private int items = 1_000_000;

    @Option(
            names = "--idle-seconds",
            description = "How long an idle installation is watched (default: ${DEFAULT-VALUE}).")
    private int idleSeconds = 60;

    private BenchCommand() {}

    /** Runs the command and ends the process with 0 (done), 1 (failed) or 2 (wrong usage). */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), arguments));
    }

    /** Runs the command. */
    static int run(PrintWriter out, String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(out)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("bench: " + e.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (runs < 1 || roundTrips < 100 || idleSeconds < 1) {
            throw new ParameterException(commandLine(), "at least 1 run of 100 round trips and 1 s of idling");
        }
        List<Benchmark> chosen = chosen();
        PrintWriter out = commandLine().getOut();
        Benchmark.Effort effort = new Benchmark.Effort(runs, roundTrips, items, Duration.ofSeconds(idleSeconds));
        double loadBefore = Machine.load();
        List<Object> results = new ArrayList<>();
        boolean printsTable = !"-".equals(json);
        for (Benchmark benchmark : chosen) {
            for (Measurement measurement : benchmark.run(effort)) {
                results.add(measurement);
                if (printsTable) {
                    out.println(row(measurement));
                }
            }
        }
        try (RingInC ring = new RingInC(ChannelBenchmark.ONE_LINE)) {
            Machine machine = Machine.calibrated(loadBefore, ring, roundTrips);
            results.add(machine);
            if (printsTable) {
                out.printf(
                        Locale.ROOT,
                        "machine: %d cores, kernel %s, load %.2f before and %.2f after, null system call %.0f ns, ring in C %.0f ns%n",
                        machine.cores(),
                        machine.kernel(),
                        machine.loadBefore(),
                        machine.loadAfter(),
                        machine.nullSystemCallNs(),
                        machine.ringRoundTripNs());
            }
        }
        write(results, out);
        return 0;
    }

    private CommandLine commandLine() {
        CommandSpec current = spec;
        if (current == null) {
            throw new IllegalStateException("not started by picocli");
        }
        return current.commandLine();
    }

    private List<Benchmark> chosen() {
        if (names.isEmpty()) {
            return BENCHMARKS;
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(BENCHMARKS.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            commandLine(),
                            "no such benchmark: name=%s known=%s"
                                    .formatted(
                                            name,
                                            BENCHMARKS.stream()
                                                    .map(Benchmark::name)
                                                    .toList()))));
        }
        return chosen;
    }

    private static String row(Measurement m) {
        return String.format(
                Locale.ROOT,
                "%-21s %10s %s   %s %s %s   ratio %.2f (goal %.2f: %s)   %s",
                m.name(),
                figure(m.value()),
                m.unit(),
                m.peer(),
                figure(m.peerValue()),
                m.unit(),
                m.ratio(),
                m.goal(),
                m.met() ? "met" : "missed",
                m.note());
    }

    /** Small ones with a fraction, large ones without. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    private void write(List<Object> results, PrintWriter out) throws IOException {
        String target = json;
        if (target == null) {
            return;
        }
        String text =
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(results);
        if (target.equals("-")) {
            out.println(text);
        } else {
            Files.writeString(Path.of(target), text + "\n");
        }
    }
}
