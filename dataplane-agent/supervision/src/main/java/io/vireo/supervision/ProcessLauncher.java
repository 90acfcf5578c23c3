package io.vireo.supervision;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes that outlive their parent, and finds them again.
 *
 * <p>Each child runs in a session of its own behind a few lines of shell, which write the pid file and take its lock
 * before the program replaces them. The lock ({@code flock}) belongs to the process from then on and goes with it, however it ends; so a
 * parent that was killed between starting a child and noting it down cannot start a second one. A moment's wait for the lock lets the
 * rest of a group go that was killed just before.
 */
final class ProcessLauncher {
    /** The exit code of a child that found its pid file locked: the process that it should have become runs already. */
    static final int ALREADY_RUNNING = 75;

    private static final String SCRIPT = """
            umask 077
            exec 9>>"$1" || exit 73
            flock -w 2 9 || exit 75
            read -r stat < /proc/$$/stat
            read -r boot < /proc/sys/kernel/random/boot_id
            : > "$1"
            printf '%s %s\\n' "$boot" "$stat" > "$1"
            shift
            exec "$@"
            """;

    private ProcessLauncher() {}

    /** The process of this specification if one lives, whoever started it. */
    static Optional<ProcessIdentity> findRunning(ProcessSpec spec) {
        return ProcessIdentity.read(spec.pidFile()).filter(ProcessIdentity::isAlive);
    }

    /** Starts a child; it may still end with {@link #ALREADY_RUNNING}. */
    static Process launch(ProcessSpec spec) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("setsid", "sh", "-c", SCRIPT, "sh", spec.pidFile().toString()));
        command.addAll(spec.command());
        Files.createDirectories(spec.pidFile().toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        builder.environment().putIfAbsent("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        if (spec.input().isEmpty()) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        }
        Process process = builder.start();
        if (!spec.input().isEmpty()) {
            try (OutputStream input = process.getOutputStream()) {
                input.write(spec.input().getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // The child closed its input or died; its exit tells more than this broken pipe.
            }
        }
        return process;
    }

    /**
     * Sends a signal to a process, and to its whole group when {@code group} is set (every child leads one).
     *
     * @param signal by its short name: TERM, KILL, INT
     */
    static void signal(ProcessIdentity process, String signal, boolean group) {
        if (!group && !process.isAlive()) {
            return;
        }
        String target = (group ? "-" : "") + process.pid();
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"$2\" 2>/dev/null", "sh", signal, target)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new IllegalStateException("cannot send a signal: pid=" + target + " signal=" + signal, e);
        }
    }
}
