package io.vireo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The audit log. */
@Command(name = "audit", description = "Show who did what.")
final class AuditCommand {
    private final Console console;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Command(description = "List entries, newest first.")
    int list(
            @Mixin ApiOptions api,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "Default: 50.") int limit) {
        api.print(
                console,
                api.connect(console).list("/audit", limit),
                "Nothing has happened yet.",
                "at",
                "principal",
                "action",
                "resource",
                "outcome");
        return 0;
    }
}
