package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tenants. */
@Command(name = "tenant", description = "Create, list, retire and restore tenants.")
final class TenantCommand {
    private final Console console;

    TenantCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a tenant with interfaces of its own.")
    int create(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        JsonNode made = api.connect(console).post("/tenants", Map.of("name", name));
        api.print(
                console,
                made,
                "Tenant " + name + " is made; its native API: "
                        + made.path("endpoints").path("native").asString("")
                        + "\nNext: ./vireo container create NAME --tenant " + name);
        return 0;
    }

    @Command(description = "List tenants.")
    int list(@Mixin ApiOptions api) {
        api.print(
                console,
                api.connect(console).list("/tenants", ApiOptions.LIST_LIMIT),
                "No tenants yet. Make one with: ./vireo tenant create NAME",
                "name",
                "state",
                "endpoints.native");
        return 0;
    }

    @Command(description = "Show one tenant.")
    int show(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        console.printJson(api.connect(console).get(ApiClient.path("tenants", name)));
        return 0;
    }

    @Command(description = "Retire a tenant: its interfaces close; its data are kept for a time, and deleted then.")
    int delete(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        JsonNode retired = api.connect(console).delete(ApiClient.path("tenants", name));
        api.print(
                console,
                retired,
                "Tenant " + name + " is retired; its data are kept until "
                        + retired.path("restorableUntil").asString("") + ".\nTo take it back: ./vireo tenant restore "
                        + name);
        return 0;
    }

    @Command(description = "Take back a retired tenant with its data.")
    int restore(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        JsonNode restored = api.connect(console).post(ApiClient.path("tenants", name, "restore"), Map.of());
        api.print(
                console,
                restored,
                "Tenant " + name + " is in service again; its native API: "
                        + restored.path("endpoints").path("native").asString(""));
        return 0;
    }
}
