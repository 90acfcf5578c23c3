package io.vireo.controlplane.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes the join token that the supervisor of this machine left in {@code secrets/join-token}, for the node {@code local},
 * before agents are listened for.
 */
@Component
public class InstallationToken implements SmartLifecycle {
    /** When agents are listened for: before the web server (DEFAULT_PHASE - 1024), whose answer means that all is up. */
    public static final int AGENTS_PHASE = DEFAULT_PHASE - 4096;

    private static final String NODE_NAME = "local";

    private final Enrolment enrolment;
    private final Path file;
    private volatile boolean isRunning;

    InstallationToken(Enrolment enrolment, @Value("${vireo.data-directory}") Path dataDirectory) {
        this.enrolment = enrolment;
        this.file = dataDirectory.resolve("secrets").resolve("join-token");
    }

    @Override
    public void start() {
        isRunning = true;
        if (!Files.exists(file)) {
            return;
        }
        try {
            String token = Files.readString(file).strip();
            if (!token.isEmpty()) {
                enrolment.acceptInstallationToken(NODE_NAME, token);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("join token of this machine cannot be read: " + file, e);
        }
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public int getPhase() {
        return AGENTS_PHASE - 1;
    }
}
