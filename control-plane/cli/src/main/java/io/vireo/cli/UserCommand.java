package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Local accounts and their roles. */
@Command(name = "user", description = "Create users and give them roles.")
final class UserCommand {
    private final Console console;

    UserCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a user. The password is read from standard input, first line.")
    int create(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName)
            throws IOException {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("username", name);
        wanted.put("password", PasswordPrompt.read());
        if (displayName != null) {
            wanted.put("displayName", displayName);
        }
        JsonNode made = api.connect(console).post("/users", wanted);
        api.print(console, made, "User " + name + " is made.\nNext: ./vireo user grant " + name + " ROLE [--tenant T]");
        return 0;
    }

    @Command(description = "List users.")
    int list(@Mixin ApiOptions api) {
        api.print(
                console,
                api.connect(console).list("/users", ApiOptions.LIST_LIMIT),
                "No users yet. ./vireo up prints the link that creates the first administrator.",
                "username",
                "displayName",
                "enabled",
                "roles");
        return 0;
    }

    @Command(description = "Show one user.")
    int show(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        console.printJson(api.connect(console).get(ApiClient.path("users", name)));
        return 0;
    }

    @Command(description = "Give a role: administrator, or of a tenant: tenant-administrator, developer, viewer.")
    int grant(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ROLE") String role,
            @Option(names = "--tenant", paramLabel = "TENANT") @Nullable String tenant) {
        JsonNode user = api.connect(console).put(ApiClient.path("users", name, "roles"), role(role, tenant));
        api.print(console, user, "User " + name + " has the role " + role + ".");
        return 0;
    }

    @Command(description = "Take a role away.")
    int revoke(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ROLE") String role,
            @Option(names = "--tenant", paramLabel = "TENANT") @Nullable String tenant) {
        String query =
                "?role=" + ApiClient.encode(role) + (tenant == null ? "" : "&tenant=" + ApiClient.encode(tenant));
        api.connect(console).delete(ApiClient.path("users", name, "roles") + query);
        api.print(
                console,
                Console.JSON.createObjectNode().put("username", name),
                "User " + name + " no longer has the role " + role + ".");
        return 0;
    }

    @Command(description = "Keep a user from signing in.")
    int disable(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        return setEnabled(api, name, false);
    }

    @Command(description = "Let a user sign in again.")
    int enable(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        return setEnabled(api, name, true);
    }

    @Command(description = "Delete a user; keys of the user end too.")
    int delete(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name) {
        api.connect(console).delete(ApiClient.path("users", name));
        api.print(console, Console.JSON.createObjectNode().put("username", name), "User " + name + " is deleted.");
        return 0;
    }

    private int setEnabled(ApiOptions api, String name, boolean enabled) {
        JsonNode user = api.connect(console).patch(ApiClient.path("users", name), Map.of("enabled", enabled));
        api.print(console, user, "User " + name + (enabled ? " may sign in." : " may not sign in."));
        return 0;
    }

    private static Map<String, Object> role(String role, @Nullable String tenant) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("role", role);
        if (tenant != null) {
            wanted.put("tenant", tenant);
        }
        return wanted;
    }
}
