package io.vireo.cli;

import io.vireo.cli.installation.PlatformSupervisor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The process that {@code up} leaves behind; not for people. */
@Command(name = "supervise", hidden = true, description = "Keeps the processes of an installation running.")
final class SuperviseCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    SuperviseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        PlatformSupervisor supervisor = new PlatformSupervisor(installation.directory(console.environment()));
        // SIGTERM starts the hook, which holds the process until everything below it has ended.
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        supervisor.run();
        return 0;
    }
}
