package io.vireo.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and everything below it use.
 *
 * @param rssBytes resident memory; pages that several of the processes share count once for each
 * @param cpuSeconds of user and system time since they started, without children that have ended
 */
public record ProcessUsage(long rssBytes, double cpuSeconds) {
    /** Clock ticks a second as {@code /proc} reports them: USER_HZ, 100 on every Linux that a JDK is made for. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final ProcessUsage NONE = new ProcessUsage(0, 0);

    /** Of the process alone; nothing used if it does not run. */
    public static ProcessUsage of(long pid) {
        try {
            Path directory = Path.of("/proc", Long.toString(pid));
            String stat = Files.readString(directory.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            double ticks = Long.parseLong(fields[USER_TICKS]) + (double) Long.parseLong(fields[SYSTEM_TICKS]);
            return new ProcessUsage(residentBytes(directory.resolve("status")), ticks / TICKS_PER_SECOND);
        } catch (IOException _) {
            return NONE; // ended meanwhile
        }
    }

    /** Of the process and all its descendants. Walks the whole process table: for people and reports, not for loops. */
    public static ProcessUsage ofTree(long pid) {
        return Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .map(ProcessUsage::of)
                .reduce(NONE, ProcessUsage::plus);
    }

    private ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(rssBytes + other.rssBytes, cpuSeconds + other.cpuSeconds);
    }

    private static long residentBytes(Path status) throws IOException {
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0; // a zombie has no memory
    }
}
