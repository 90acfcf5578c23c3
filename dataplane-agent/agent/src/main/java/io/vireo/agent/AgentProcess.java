package io.vireo.agent;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * The agent's process.
 *
 * <pre>
 *   AgentProcess --config FILE
 * </pre>
 *
 * <p>SIGTERM stops everything below it, then itself. When it is killed everything below it runs on, and the next one adopts it.
 */
public final class AgentProcess {
    private static final int WRONG_USAGE = 2;

    private AgentProcess() {}

    /** Runs until it is told to end. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: AgentProcess --config FILE");
            System.exit(WRONG_USAGE);
        }
        AgentConfig config;
        try {
            config = AgentConfig.read(Path.of(arguments[1]));
        } catch (IllegalArgumentException e) {
            System.err.println("configuration refused: " + e.getMessage());
            System.exit(WRONG_USAGE);
            return;
        }
        Agent agent = new Agent(config, Clock.systemUTC(), new SecureRandom());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
        agent.start();
        new CountDownLatch(1).await(); // until SIGTERM
    }

    private static void stop(Agent agent) {
        try {
            agent.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
