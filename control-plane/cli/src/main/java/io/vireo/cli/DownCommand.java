package io.vireo.cli;

import io.vireo.cli.installation.DataDirectory;
import io.vireo.cli.installation.Shutdown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops an installation. */
@Command(name = "down", description = "Stops everything in order; the data stay.")
final class DownCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        DataDirectory directory = installation.directory(console.environment());
        boolean ran = directory.holdsInstallation() && new Shutdown(directory).run(console::progress);
        if (json) {
            console.printJson(java.util.Map.of(
                    "state", "stopped", "data", directory.root().toString()));
        } else {
            console.print(ran ? "Vireo has stopped. Its data are in " + directory.root() : "Vireo is not running.");
            console.print("Start it with: ./vireo up");
        }
        return 0;
    }
}
