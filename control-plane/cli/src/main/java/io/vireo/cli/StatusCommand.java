package io.vireo.cli;

import io.vireo.cli.installation.DataDirectory;
import io.vireo.cli.installation.PlatformStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what runs, where, and what it uses. */
@Command(name = "status", description = "What runs, where, and how much memory and CPU it uses.")
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataDirectory directory = installation.directory(console.environment());
        PlatformStatus status = directory.holdsInstallation()
                ? PlatformStatus.of(directory)
                : PlatformStatus.none(directory, System.getProperty("vireo.version", ""));
        if (json) {
            console.printJson(status);
        } else {
            print(status);
        }
        return 0;
    }

    private void print(PlatformStatus status) {
        console.print("Vireo is " + status.state() + ", data in " + status.data());
        if (status.state().equals("stopped")) {
            console.print("Start it with: ./vireo up");
            return;
        }
        console.print("Console  " + status.console());
        Table table = new Table("PROCESS", "PID", "STATE", "MEMORY", "CPU", "RESTARTS", "");
        for (PlatformStatus.Row row : status.processes()) {
            table.add(List.of(
                    row.name(),
                    row.pid() == 0 ? "-" : Long.toString(row.pid()),
                    row.state(),
                    row.rssBytes() / (1 << 20) + " MiB",
                    String.format(Locale.ROOT, "%.1f s", row.cpuSeconds()),
                    Integer.toString(row.restarts()),
                    row.detail()));
        }
        table.print(console);
        PlatformStatus.Engine engine = status.engine();
        if (engine != null) {
            print(engine);
        }
        for (PlatformStatus.Purge purge : status.purges()) {
            console.print("Deleting the data of container " + purge.container() + ": " + purge.deletedItems() + " items"
                    + (purge.done() ? ", nothing is left here" : " so far"));
        }
        for (PlatformStatus.Tenant tenant : status.tenants()) {
            console.print("Tenant " + tenant.name());
            tenant.endpoints().forEach((name, url) -> console.print("  %-9s  %s".formatted(name, url)));
        }
        if (status.bootstrapLink() != null) {
            console.print("Create the first administrator: " + status.bootstrapLink());
        }
    }

    private void print(PlatformStatus.Engine engine) {
        console.print("Engine   " + engine.itemCount() + " items of " + shown(engine.storedBytes()) + " in "
                + shown(engine.journalBytes()) + " on the disk, by " + engine.diskAccess());
        console.print(
                "         index in memory: " + shown(engine.indexBytes()) + " of " + shown(engine.indexBudgetBytes()));
        if (engine.damageCount() > 0) {
            console.print("         " + engine.damageCount() + " damaged places, the last: " + engine.damage());
            console.print("         Look closer with: ./vireo engine inspect --verify");
        }
    }

    private static String shown(long bytes) {
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
