package io.vireo.cli.installation;

import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.Termination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Ends every process of an installation, in the order in which they lean on each other, whoever of them is still there. */
public final class Shutdown {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The supervisor and the agent stop others first. */
    private static final Duration PATIENCE_OF_PARENTS = Duration.ofSeconds(90);

    /** Who is ended after whom; the first two end their own children, the rest is for when they were killed. */
    private static final List<Step> STEPS = List.of(
            new Step(PlatformProcesses.SUPERVISOR::equals, "TERM", PATIENCE_OF_PARENTS),
            new Step(PlatformProcesses.AGENT::equals, "TERM", PATIENCE_OF_PARENTS),
            new Step(name -> name.startsWith("worker-"), "TERM", PATIENCE),
            new Step(name -> name.startsWith("gateway-"), "TERM", PATIENCE),
            new Step("engine"::equals, "TERM", PATIENCE),
            new Step(PlatformProcesses.CONSOLE::equals, "TERM", PATIENCE),
            new Step(PlatformProcesses.POSTGRES::equals, "INT", PATIENCE),
            new Step(_ -> true, "TERM", PATIENCE));

    private final DataDirectory directory;

    private record Step(Predicate<String> processes, String signal, Duration patience) {}

    public Shutdown(DataDirectory directory) {
        this.directory = directory;
    }

    /**
     * Ends everything; returns when nothing of the installation runs.
     *
     * @param progress told of each process that is asked to end, for people
     * @return whether there was anything to end
     */
    public boolean run(Consumer<String> progress) throws InterruptedException, IOException {
        boolean any = false;
        for (Step step : STEPS) {
            for (Map.Entry<String, ProcessIdentity> process :
                    PidFiles.living(directory.run()).entrySet()) {
                if (step.processes().test(process.getKey())) {
                    any = true;
                    progress.accept("stopping " + process.getKey());
                    Termination.end(process.getValue(), step.signal(), step.patience());
                }
            }
        }
        Path sockets = directory.sockets();
        if (!sockets.equals(directory.run())) {
            PostgresPrograms.deleteTree(sockets);
        }
        return any;
    }
}
