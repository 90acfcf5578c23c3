package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A tenant's data containers. */
@Command(name = "container", description = "Create, list, change and retire data containers.")
final class ContainerCommand {
    private final Console console;

    ContainerCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a container.")
    int create(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(
                            names = "--durability",
                            paramLabel = "WHEN",
                            defaultValue = "fsync",
                            description = {
                                "When a write is acknowledged: fsync, once it is on the disk (default);",
                                "interval, at once: what came in the last tenth of a second is lost when the engine, its machine or its disk fails."
                            })
                    String durability,
            @Parameters(paramLabel = "NAME") String name) {
        JsonNode made = api.connect(console)
                .post(
                        ApiClient.path("tenants", tenant.name(), "containers"),
                        Map.of("name", name, "durability", durability));
        api.print(
                console,
                made,
                "Container " + name + " is made.\nNext: ./vireo object put " + name + "/PATH FILE --tenant "
                        + tenant.name());
        return 0;
    }

    @Command(description = "Change when writes to a container are acknowledged.")
    int set(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(
                            names = "--durability",
                            paramLabel = "WHEN",
                            required = true,
                            description = {
                                "fsync: once a write is on the disk; interval, at once: what came in the last tenth",
                                "of a second is lost when the engine, its machine or its disk fails."
                            })
                    String durability,
            @Parameters(paramLabel = "NAME") String name) {
        JsonNode changed = api.connect(console)
                .patch(ApiClient.path("tenants", tenant.name(), "containers", name), Map.of("durability", durability));
        boolean isInterval = changed.path("durability").asString("").equals("INTERVAL");
        api.print(
                console,
                changed,
                (isInterval
                                ? "Writes to " + name + " are acknowledged before they are on the disk. If the engine,"
                                        + " its machine or its disk fails, what came in the last tenth of a second is lost."
                                : "Writes to " + name + " are acknowledged once they are on the disk.")
                        + "\nFunctions bound to it take this up at their next deployment.");
        return 0;
    }

    @Command(description = "List containers.")
    int list(@Mixin ApiOptions api, @Mixin TenantOption tenant) {
        api.print(
                console,
                api.connect(console)
                        .list(ApiClient.path("tenants", tenant.name(), "containers"), ApiOptions.LIST_LIMIT),
                "No containers yet. Make one with: ./vireo container create NAME --tenant " + tenant.name(),
                "name",
                "id",
                "durability",
                "createdAt");
        return 0;
    }

    @Command(description = "Retire a container.")
    int delete(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "NAME") String name) {
        api.connect(console).delete(ApiClient.path("tenants", tenant.name(), "containers", name));
        api.print(console, Console.JSON.createObjectNode().put("name", name), "Container " + name + " is retired.");
        return 0;
    }
}
