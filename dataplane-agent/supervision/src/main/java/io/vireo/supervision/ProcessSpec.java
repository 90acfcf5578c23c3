package io.vireo.supervision;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one process is started, recognised as ready, and stopped.
 *
 * @param name unique below its supervisor
 * @param command program and arguments; the program is looked up in the PATH of {@code environment}
 * @param directory that it works in
 * @param environment all of it: nothing is inherited
 * @param input written to its standard input, which is then closed; empty: end of file at once
 * @param pidFile written by the child before its program runs, and locked by it as long as it lives: whoever starts the same pid file a
 *     second time is refused by the kernel
 * @param logFile appended with its standard output and error
 * @param readiness when it serves
 * @param startTimeout after which a process that is not ready is killed and started again
 * @param stopSignal asks it to end, by its short name: TERM, INT
 * @param stopTimeout after which a process that was asked to end is killed
 * @param restart whether it is started again when it ends by itself
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        String input,
        Path pidFile,
        Path logFile,
        Readiness readiness,
        Duration startTimeout,
        String stopSignal,
        Duration stopTimeout,
        boolean restart) {
    public ProcessSpec {
        if (name.isEmpty() || command.isEmpty()) {
            throw new IllegalArgumentException("a process needs a name and a command: name=" + name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Begins a specification: restarted for ever, ready at once, stopped by TERM and after 10 s by KILL, no input, empty environment. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts of a specification; not safe for several threads. */
    public static final class Builder {
        private final String name;
        private List<String> command = List.of();
        private Path directory = Path.of("/");
        private Map<String, String> environment = Map.of();
        private String input = "";
        private Path pidFile = Path.of("/nonexistent");
        private Path logFile = Path.of("/dev/null");
        private Readiness readiness = Readiness.atOnce();
        private Duration startTimeout = Duration.ofSeconds(60);
        private String stopSignal = "TERM";
        private Duration stopTimeout = Duration.ofSeconds(10);
        private boolean restart = true;

        private Builder(String name) {
            this.name = name;
        }

        public Builder command(List<String> value) {
            command = value;
            return this;
        }

        public Builder command(String... value) {
            return command(List.of(value));
        }

        public Builder directory(Path value) {
            directory = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Builder input(String value) {
            input = value;
            return this;
        }

        /** Where the pid file and the log go: {@code run/NAME.pid} and {@code logs/NAME.log}. */
        public Builder files(Path run, Path logs) {
            pidFile = run.resolve(name + ".pid");
            logFile = logs.resolve(name + ".log");
            return this;
        }

        public Builder readiness(Readiness value) {
            readiness = value;
            return this;
        }

        public Builder startTimeout(Duration value) {
            startTimeout = value;
            return this;
        }

        public Builder stopSignal(String value) {
            stopSignal = value;
            return this;
        }

        public Builder stopTimeout(Duration value) {
            stopTimeout = value;
            return this;
        }

        /** For a process whose end somebody else acts upon. */
        public Builder once() {
            restart = false;
            return this;
        }

        public ProcessSpec build() {
            return new ProcessSpec(
                    name,
                    command,
                    directory,
                    environment,
                    input,
                    pidFile,
                    logFile,
                    readiness,
                    startTimeout,
                    stopSignal,
                    stopTimeout,
                    restart);
        }
    }
}
