package io.vireo.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One operating-system process, told apart from a later one that was given the same pid.
 *
 * @param pid as the kernel counts, from 1
 * @param startTicks when it was started, in clock ticks since boot (field 22 of {@code /proc/PID/stat})
 * @param bootId of the kernel's run that the ticks count from
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    /** The process that has this pid now, or nothing. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            return parse(Files.readString(BOOT_ID).strip() + " " + Files.readString(PROC.resolve(pid + "/stat")));
        } catch (IOException _) {
            return Optional.empty(); // no such process
        }
    }

    /**
     * Reads a pid file, as {@link ProcessLauncher} has every child write it: boot id, blank, the child's line of {@code /proc/PID/stat}.
     *
     * @return nothing if there is no such file or it is not whole
     */
    public static Optional<ProcessIdentity> read(Path pidFile) {
        try {
            return parse(Files.readString(pidFile));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessIdentity> parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')'); // the command's name is in parentheses and may hold any character
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] head = line.substring(0, open).strip().split(" ");
        String[] fields = line.substring(close + 1).strip().split(" ");
        if (head.length != 2 || fields.length <= START_TICKS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessIdentity(Long.parseLong(head[1]), Long.parseLong(fields[START_TICKS]), head[0]));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Completes when this very process has ended, whoever's child it is. A thread waits for it until then.
     *
     * @return on a thread of its own; at once if the process is gone already
     */
    public CompletableFuture<Void> onExit() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("exit-of-" + pid).start(() -> {
            try {
                ProcessExit.await(this);
                ended.complete(null);
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /** Whether this very process runs still. A zombie, which nobody has reaped yet, does not. */
    public boolean isAlive() {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ")[STATE];
            return !state.equals("Z")
                    && !state.equals("X")
                    && of(pid).filter(this::equals).isPresent();
        } catch (IOException _) {
            return false; // gone
        }
    }
}
