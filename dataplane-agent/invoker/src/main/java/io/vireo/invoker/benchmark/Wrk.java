package io.vireo.invoker.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drives wrk and reads what it prints. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern MEDIAN = Pattern.compile("50%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern ERRORS = Pattern.compile("(Non-2xx or 3xx responses|Socket errors).*");

    /** Second line of the shell's {@code times}: user and system time of its children. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s\\s*$");

    private final BenchInstallation installation;

    Wrk(BenchInstallation installation) {
        this.installation = installation;
    }

    /**
     * What a run gave.
     *
     * @param cost who spent how much processor time on a call
     */
    record Result(double medianUs, double callsPerSecond, String cost) {}

    Result run(int connections, int seconds) throws IOException, InterruptedException {
        double gatewayBefore = installation.gatewaySeconds();
        double workerBefore = installation.workerSeconds();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "wrk -t1 -c" + connections + " -d" + seconds + " --latency " + installation.url() + "; times")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher errors = ERRORS.matcher(output);
        if (errors.find()) {
            throw new IOException("calls failed: " + errors.group());
        }
        double rate = Double.parseDouble(find(RATE, output).group(1));
        double calls = rate * seconds;
        Matcher times = find(TIMES, output);
        double clientSeconds = 60 * Double.parseDouble(times.group(1))
                + Double.parseDouble(times.group(2))
                + 60 * Double.parseDouble(times.group(3))
                + Double.parseDouble(times.group(4));
        String cost = String.format(
                Locale.ROOT,
                "processor time per call: client %.0f us, gateway %.0f us, worker %.0f us",
                1e6 * clientSeconds / calls,
                1e6 * (installation.gatewaySeconds() - gatewayBefore) / calls,
                1e6 * (installation.workerSeconds() - workerBefore) / calls);
        Matcher median = find(MEDIAN, output);
        return new Result(Double.parseDouble(median.group(1)) * microseconds(median.group(2)), rate, cost);
    }

    private static Matcher find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk did not answer (Debian: apt-get install -y wrk): " + output);
        }
        return matcher;
    }

    private static double microseconds(String unit) {
        return switch (unit) {
            case "us" -> 1;
            case "ms" -> 1_000;
            default -> 1_000_000;
        };
    }
}
