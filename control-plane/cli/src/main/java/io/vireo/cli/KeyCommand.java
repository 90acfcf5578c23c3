package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Access keys of a tenant's data. */
@Command(name = "key", description = "Create, list and revoke access keys.")
final class KeyCommand {
    private final Console console;

    KeyCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a key; it is shown once.")
    int create(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "For people.") String name,
            @Option(names = "--user", paramLabel = "USER", description = "Whose key; default: the caller's.") @Nullable String user,
            @Option(names = "--lifetime", paramLabel = "SECONDS", description = "Default: until revoked.") @Nullable Long lifetimeSeconds) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("name", name);
        if (user != null) {
            wanted.put("user", user);
        }
        if (lifetimeSeconds != null) {
            wanted.put("lifetimeSeconds", lifetimeSeconds);
        }
        JsonNode made = api.connect(console).post(ApiClient.path("tenants", tenant.name(), "keys"), wanted);
        api.print(
                console,
                made,
                "accessKeyId      " + made.path("accessKeyId").asString("") + "\nsecretAccessKey  "
                        + made.path("secretAccessKey").asString("") + "\nsessionKey       "
                        + made.path("sessionKey").asString("")
                        + "\nThey are not shown again. The sessionKey goes into the header X-v3io-session-key.");
        return 0;
    }

    @Command(description = "List keys, without their secrets.")
    int list(@Mixin ApiOptions api, @Mixin TenantOption tenant) {
        api.print(
                console,
                api.connect(console).list(ApiClient.path("tenants", tenant.name(), "keys"), ApiOptions.LIST_LIMIT),
                "No keys yet. Make one with: ./vireo key create --tenant " + tenant.name() + " --name NAME",
                "accessKeyId",
                "name",
                "owner",
                "createdAt",
                "lastUsedAt");
        return 0;
    }

    @Command(description = "Revoke a key.")
    int revoke(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "ID") String accessKeyId) {
        api.connect(console).delete(ApiClient.path("tenants", tenant.name(), "keys", accessKeyId));
        api.print(
                console,
                Console.JSON.createObjectNode().put("accessKeyId", accessKeyId),
                "Key " + accessKeyId + " is revoked.");
        return 0;
    }
}
