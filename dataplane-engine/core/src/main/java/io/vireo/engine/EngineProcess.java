package io.vireo.engine;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.io.LocalDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process: {@code EngineProcess --config engine.json}. Prints one line that starts with {@code ready} when clients can connect. SIGTERM is an orderly
 * stop. Exit codes: 1 it could not start, or a reactor died; 2 wrong usage. Reads from top to bottom as the list of its parts.
 */
public final class EngineProcess {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Faults that were told already, by what and where: the same one a thousand times a second helps nobody. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private static final int TOLD_LIMIT = 1_000;

    private EngineProcess() {}

    /** Runs until SIGTERM. */
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: EngineProcess --config FILE");
            System.exit(WRONG_USAGE);
        }
        try {
            start(Path.of(arguments[1]));
        } catch (IOException | IllegalArgumentException e) {
            // What the file system throws has the file alone for a message; its type says what is wrong with it.
            String what = e instanceof FileSystemException ? e.toString() : e.getMessage();
            System.err.println("engine: cannot start: " + what);
            System.exit(FAILED);
        }
    }

    private static void start(Path configFile) throws IOException {
        long startNs = System.nanoTime();
        EngineConfig config = EngineConfig.read(configFile);
        DataDirectoryLock lock = DataDirectoryLock.acquire(config.dataDirectory());
        Disk disk = LocalDisk.open(config.dataDirectory().resolve("journal"), config.diskAccess());
        EpochClock clock = EpochClock.of(Clock.systemUTC());
        SecureRandom random = new SecureRandom();
        byte[] grantKey = Files.readAllBytes(config.grantKeyFile());
        Engine engine =
                Engine.start(config, disk, clock, random, grantKey, EngineProcess::tell, () -> Runtime.getRuntime()
                        .halt(FAILED));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(engine, lock), "engine-stop"));
        engine.notes().forEach(note -> System.err.println("engine: " + note));
        System.out.println("ready socket=" + config.socket() + " items=" + engine.itemCount() + " startMs="
                + (System.nanoTime() - startNs) / 1_000_000 + " disk=" + disk.access()
                + engine.remoteAddress()
                        .map(address -> " remote=" + address.getAddress().getHostAddress() + ":" + address.getPort())
                        .orElse(""));
        System.out.flush();
    }

    private static void stop(Engine engine, DataDirectoryLock lock) {
        try {
            engine.close();
            lock.close();
        } catch (IOException e) {
            System.err.println("engine: stop failed: " + e.getMessage());
        }
    }

    private static void tell(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String what = fault.getClass().getName() + " " + (trace.length == 0 ? "" : trace[0]);
        if (TOLD.size() < TOLD_LIMIT && TOLD.add(what)) {
            System.err.println("engine: fault: " + fault);
            for (StackTraceElement element : trace) {
                System.err.println("  at " + element);
            }
        }
    }
}
