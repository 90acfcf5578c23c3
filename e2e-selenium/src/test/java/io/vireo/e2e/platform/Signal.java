package io.vireo.e2e.platform;

import java.io.IOException;

/** Signals to a process, by its pid alone. */
public enum Signal {
    KILL("KILL"),
    STOP("STOP"),
    CONTINUE("CONT");

    private final String shortName;

    Signal(String shortName) {
        this.shortName = shortName;
    }

    /** Sends it; fails if there is no such process. */
    public void send(long pid) {
        try {
            int exitCode = new ProcessBuilder("kill", "-s", shortName, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (exitCode != 0) {
                throw new AssertionError("cannot send " + this + " to " + pid);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
