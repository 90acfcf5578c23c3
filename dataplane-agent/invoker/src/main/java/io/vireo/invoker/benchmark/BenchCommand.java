package io.vireo.invoker.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures a Python no-op function behind the gateway: the median latency of one connection and the rate of 32, one worker, keep-alive.
 *
 * <pre>
 *   BenchCommand [--runs N] [--seconds N] [--json FILE|-]
 * </pre>
 *
 * <p>{@code -Dvireo.home} names the staged build whose programs are started. Nuclio's own wrapper is in no package that could be
 * installed here, so the figures are held against what is required of us.
 */
public final class BenchCommand {
    private static final int WRONG_USAGE = 2;
    private static final int CONNECTIONS = 32;
    private static final double REQUIRED_LATENCY_US = 500;
    private static final double REQUIRED_RATE = 10_000;
    private static final int WARM_UP_SECONDS = 5;

    private final PrintStream out;
    private int runs = 3;
    private int seconds = 5;
    private String json = "";

    private BenchCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * One line of the result; the names are those of {@code ./vireo bench --json}.
     *
     * @param ratio larger is better
     * @param goal bound on the ratio
     */
    record Measurement(
            String name,
            String unit,
            double value,
            String peer,
            double peerValue,
            double ratio,
            double goal,
            boolean met,
            String note) {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchCommand command = new BenchCommand(System.out);
        String home = System.getProperty("vireo.home", "");
        if (!command.understands(arguments) || home.isEmpty()) {
            System.err.println(
                    "usage: java -Dvireo.home=BUILD … BenchCommand [--runs N] [--seconds N] [--json FILE|-]");
            System.exit(WRONG_USAGE);
        }
        command.run(Path.of(home));
    }

    private boolean understands(String[] arguments) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--runs" -> runs = Integer.parseInt(arguments[i + 1]);
                case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                case "--json" -> json = arguments[i + 1];
                default -> {
                    return false;
                }
            }
        }
        return arguments.length % 2 == 0;
    }

    private void run(Path home) throws IOException, InterruptedException {
        List<Wrk.Result> single = new ArrayList<>();
        List<Wrk.Result> many = new ArrayList<>();
        try (BenchInstallation installation = BenchInstallation.start(home)) {
            Wrk wrk = new Wrk(installation);
            wrk.run(CONNECTIONS, WARM_UP_SECONDS);
            for (int i = 0; i < runs; i++) {
                single.add(wrk.run(1, seconds));
                many.add(wrk.run(CONNECTIONS, seconds));
            }
        }
        double latencyUs = median(single.stream().map(Wrk.Result::medianUs).toList());
        double rate = median(many.stream().map(Wrk.Result::callsPerSecond).toList());
        report(List.of(
                new Measurement(
                        "functions-latency",
                        "us",
                        latencyUs,
                        "required",
                        REQUIRED_LATENCY_US,
                        REQUIRED_LATENCY_US / latencyUs,
                        1,
                        latencyUs <= REQUIRED_LATENCY_US,
                        "p50 of a Python no-op over HTTP keep-alive, 1 connection, 1 worker; "
                                + single.getLast().cost()),
                new Measurement(
                        "functions-rate",
                        "calls/s",
                        rate,
                        "required",
                        REQUIRED_RATE,
                        rate / REQUIRED_RATE,
                        1,
                        rate >= REQUIRED_RATE,
                        "Python no-op over HTTP keep-alive, 32 connections, 1 worker; "
                                + many.getLast().cost())));
    }

    private void report(List<Measurement> measurements) throws IOException {
        String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(measurements);
        if (json.equals("-")) {
            out.println(text);
            return;
        }
        if (!json.isEmpty()) {
            Files.writeString(Path.of(json), text + "\n");
        }
        for (Measurement m : measurements) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %8.0f %-8s %s %.0f   ratio %.2f (%s)   %s%n",
                    m.name(),
                    m.value(),
                    m.unit(),
                    m.peer(),
                    m.peerValue(),
                    m.ratio(),
                    m.met() ? "met" : "missed",
                    m.note());
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
