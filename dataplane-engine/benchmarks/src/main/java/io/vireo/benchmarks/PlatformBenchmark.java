package io.vireo.benchmarks;

import io.vireo.benchmarks.PlatformInstallation.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an installation costs and how soon it is there again: start, idling, and every process killed with signal 9. Beside each
 * figure stands the bar that the product sets itself.
 */
final class PlatformBenchmark implements Benchmark {
    private static final String BAR = "bar";
    private static final double START_BAR_S = 15;
    /** What the kernel counts processor time in: a use of less cannot be told from none, and counts as one. */
    private static final double KERNEL_TICK_S = 0.01;

    private static final double IDLE_BAR_PERCENT = 5;
    private static final double MEMORY_BAR_MB = 1_600;
    private static final double DATA_PLANE_BAR_S = 5;
    private static final double CONSOLE_BAR_S = 30;
    private static final double S_PER_NS = 1e-9;

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public String summary() {
        return "a whole installation: second start, CPU and memory when idle, time to serve again after kill -9";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        List<Measurement> measured = new ArrayList<>();
        try (PlatformInstallation platform = PlatformInstallation.make()) {
            measured.add(secondStart(platform, effort.runs()));
            measured.addAll(idle(platform, effort.idle()));
            for (Victim victim : Victim.values()) {
                measured.add(kill(platform, victim, effort.runs()));
            }
        }
        return measured;
    }

    private static Measurement secondStart(PlatformInstallation platform, int runs)
            throws IOException, InterruptedException {
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            platform.down();
            long begin = System.nanoTime();
            platform.up();
            seconds[run] = (System.nanoTime() - begin) * S_PER_NS;
        }
        return figure("start", "s", median(seconds), START_BAR_S, "up of what is installed, until all of it is ready");
    }

    private static List<Measurement> idle(PlatformInstallation platform, Duration duration)
            throws IOException, InterruptedException {
        platform.rest(duration); // what the start left to do is over
        long begin = System.nanoTime();
        double cpuBefore = cpuSeconds(platform.processes());
        platform.rest(duration);
        List<Process> after = platform.processes();
        double used = Math.max(cpuSeconds(after) - cpuBefore, KERNEL_TICK_S);
        double percent = 100 * used / ((System.nanoTime() - begin) * S_PER_NS);
        double megabytes = after.stream().mapToLong(Process::rssBytes).sum() / 1e6;
        String note = after.size() + " processes, over " + duration.toSeconds() + " s after as many of rest";
        return List.of(
                figure("idle-cpu", "% of a core", percent, IDLE_BAR_PERCENT, note),
                figure("idle-memory", "MB", megabytes, MEMORY_BAR_MB, note));
    }

    private static Measurement kill(PlatformInstallation platform, Victim victim, int runs)
            throws IOException, InterruptedException {
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            platform.awaitReady();
            long begin = System.nanoTime();
            platform.kill(victim.process);
            victim.service.awaitServed(platform);
            seconds[run] = (System.nanoTime() - begin) * S_PER_NS;
        }
        return figure("kill-" + victim.label, "s", median(seconds), victim.barS, victim.note);
    }

    private static double cpuSeconds(List<Process> processes) {
        return processes.stream().mapToDouble(Process::cpuSeconds).sum();
    }

    private static Measurement figure(String name, String unit, double value, double bar, String note) {
        return Measurement.ofCost("platform/" + name, unit, Math.round(value * 1000) / 1000.0, BAR, bar, 1, note);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** How one sees that something serves again. */
    private interface Service {
        void awaitServed(PlatformInstallation platform) throws IOException, InterruptedException;
    }

    /** Who is killed, how one sees that it is back, and within which time it should be. */
    private enum Victim {
        ENGINE("engine", "engine", DATA_PLANE_BAR_S, PlatformInstallation::awaitWrite, "until a write is acknowledged"),
        GATEWAY(
                "gateway",
                "gateway-default",
                DATA_PLANE_BAR_S,
                PlatformInstallation::awaitWrite,
                "until a write is acknowledged"),
        WORKER("worker", "worker-", DATA_PLANE_BAR_S, PlatformInstallation::awaitCall, "until a call is answered"),
        AGENT(
                "agent",
                "agent",
                DATA_PLANE_BAR_S,
                PlatformInstallation::awaitReady,
                "until it is ready; data are served all along"),
        CONSOLE(
                "console",
                "console",
                CONSOLE_BAR_S,
                PlatformInstallation::awaitConsole,
                "until its health is good; data are served all along"),
        POSTGRES(
                "postgres",
                "postgres",
                CONSOLE_BAR_S,
                PlatformInstallation::awaitReady,
                "until it is ready and the API lists tenants; data are served all along");

        private final String label;
        private final String process;
        private final double barS;
        private final Service service;
        private final String note;

        Victim(String label, String process, double barS, Service service, String note) {
            this.label = label;
            this.process = process;
            this.barS = barS;
            this.service = service;
            this.note = note;
        }
    }
}
