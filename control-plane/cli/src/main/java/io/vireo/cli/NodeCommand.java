package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Nodes and what runs on them. */
@Command(name = "node", description = "List nodes and show what runs on one.")
final class NodeCommand {
    private final Console console;

    NodeCommand(Console console) {
        this.console = console;
    }

    @Command(description = "List nodes.")
    int list(@Mixin ApiOptions api) {
        api.print(
                console,
                api.connect(console).list("/nodes", ApiOptions.LIST_LIMIT),
                "No node has joined.",
                "name",
                "state",
                "wantedVersion",
                "appliedVersion",
                "refusal");
        return 0;
    }

    @Command(description = "Show one node: processes, versions, certificate.")
    int show(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        console.printJson(api.connect(console).get(ApiClient.path("nodes", name)));
        return 0;
    }
}
