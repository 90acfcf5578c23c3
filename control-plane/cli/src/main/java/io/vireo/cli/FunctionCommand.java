package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import io.vireo.cli.client.ServerSentEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Functions: create, deploy, call, go back. */
@Command(name = "function", description = "Create, deploy and invoke functions.")
final class FunctionCommand {
    private static final Duration DEPLOY_LIMIT = Duration.ofMinutes(3);

    private final Console console;

    FunctionCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Make a function from a template.")
    int create(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--template",
                            paramLabel = "TEMPLATE",
                            defaultValue = "hello",
                            description = "Default: hello. See: ./vireo function templates")
                    String template) {
        JsonNode made = api.connect(console).post(functions(tenant), Map.of("name", name, "template", template));
        api.print(
                console,
                made,
                "Function " + name + " is made.\nNext: ./vireo function deploy --draft " + name
                        + ", or edit it in the console.");
        return 0;
    }

    @Command(description = "List the templates of functions.")
    int templates(@Mixin ApiOptions api) {
        api.print(
                console,
                api.connect(console).list("/function-templates", ApiOptions.LIST_LIMIT),
                "No templates.",
                "id",
                "title",
                "description");
        return 0;
    }

    @Command(
            description =
                    "Make a version of a source file, a folder or a ZIP archive, and deploy it; returns when it answers.")
    int deploy(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "PATH", description = "With --draft: the function's name.") String path,
            @Option(names = "--name", paramLabel = "NAME", description = "Default: of the file or folder.") @Nullable String name,
            @Option(names = "--message", paramLabel = "TEXT", defaultValue = "", description = "What changed.")
                    String message,
            @Option(names = "--draft", description = "Deploy what is in the editor.") boolean draft)
            throws IOException {
        ApiClient client = api.connect(console);
        Map<String, Object> request = new LinkedHashMap<>();
        String function = path;
        if (!draft) {
            FunctionSource source = FunctionSource.read(Path.of(path));
            function = name == null ? source.name() : name;
            request.putAll(source.toRequest());
            createIfMissing(client, tenant, function, request);
        }
        request.put("message", message);
        JsonNode version = client.post(functions(tenant) + ApiClient.path(function, "versions"), request);
        return deployVersion(
                client, api, tenant, function, version.path("version").asInt());
    }

    @Command(description = "Deploy an earlier version; default: the one before.")
    int rollback(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "VERSION", arity = "0..1") @Nullable Integer version)
            throws IOException {
        ApiClient client = api.connect(console);
        int wanted = version == null ? previousVersion(client, tenant, name) : version;
        return deployVersion(client, api, tenant, name, wanted);
    }

    @Command(description = "Call a function as yourself; prints its answer.")
    int invoke(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--path", paramLabel = "PATH", defaultValue = "/", description = "Default: /") String path,
            @Option(names = "--method", paramLabel = "METHOD", description = "Default: POST with a body, else GET.")
                    @Nullable String method,
            @Option(names = "--body", paramLabel = "TEXT|@FILE") @Nullable String body,
            @Option(names = "--content-type", paramLabel = "TYPE") @Nullable String contentType)
            throws IOException {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("method", method == null ? (body == null ? "GET" : "POST") : method);
        call.put("path", path);
        if (contentType != null) {
            call.put("headers", Map.of("Content-Type", List.of(contentType)));
        }
        if (body != null && body.startsWith("@")) {
            call.put("bodyBase64", Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(body.substring(1)))));
        } else if (body != null) {
            call.put("body", body);
        }
        JsonNode answer = api.connect(console).post(functions(tenant) + ApiClient.path(name, "invocations"), call);
        int status = answer.path("status").asInt();
        if (api.isJson()) {
            console.printJson(answer);
        } else {
            console.progress(
                    "HTTP " + status + " in " + answer.path("durationMs").asString("") + " ms");
            byte[] bytes = answer.path("bodyBase64").isString()
                    ? Base64.getDecoder().decode(answer.path("bodyBase64").asString())
                    : answer.path("body").asString("").getBytes(StandardCharsets.UTF_8);
            console.output().write(bytes);
            console.output().println();
        }
        return status < 400 ? 0 : 1;
    }

    @Command(description = "List functions.")
    int list(@Mixin ApiOptions api, @Mixin TenantOption tenant) {
        api.print(
                console,
                api.connect(console).list(functions(tenant), ApiOptions.LIST_LIMIT),
                "No functions yet. Make one with: ./vireo function create NAME",
                "name",
                "state",
                "deployedVersion",
                "message");
        return 0;
    }

    @Command(description = "Show one function.")
    int show(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "NAME") String name) {
        console.printJson(api.connect(console).get(functions(tenant) + ApiClient.path(name)));
        return 0;
    }

    @Command(description = "List the versions of a function.")
    int versions(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "NAME") String name) {
        api.print(
                console,
                api.connect(console).list(functions(tenant) + ApiClient.path(name, "versions"), ApiOptions.LIST_LIMIT),
                "No versions yet. Make one with: ./vireo function deploy PATH --name " + name,
                "version",
                "author",
                "createdAt",
                "message");
        return 0;
    }

    @Command(description = "Write a version's files to a ZIP archive.")
    int export(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--version", paramLabel = "N", required = true) int version,
            @Option(names = "--output", paramLabel = "FILE", description = "Default: NAME-VERSION.zip") @Nullable Path output)
            throws IOException {
        Path file = output == null ? Path.of(name + "-" + version + ".zip") : output;
        try (InputStream archive = api.connect(console).stream(
                functions(tenant) + ApiClient.path(name, "versions", Integer.toString(version), "archive"),
                "application/zip")) {
            Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
        }
        api.print(console, Console.JSON.createObjectNode().put("file", file.toString()), "Wrote " + file + ".");
        return 0;
    }

    @Command(description = "Delete a function with its versions.")
    int delete(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "NAME") String name) {
        api.connect(console).delete(functions(tenant) + ApiClient.path(name));
        api.print(console, Console.JSON.createObjectNode().put("name", name), "Function " + name + " is deleted.");
        return 0;
    }

    private static String functions(TenantOption tenant) {
        return ApiClient.path("tenants", tenant.name(), "functions");
    }

    private static void createIfMissing(
            ApiClient client, TenantOption tenant, String function, Map<String, Object> source) {
        boolean exists = client.list(functions(tenant), ApiOptions.LIST_LIMIT).stream()
                .anyMatch(row -> row.path("name").asString().equals(function));
        if (!exists) {
            Map<String, Object> wanted = new LinkedHashMap<>(source);
            wanted.put("name", function);
            client.post(functions(tenant), wanted);
        }
    }

    private static int previousVersion(ApiClient client, TenantOption tenant, String name) {
        JsonNode latest = client.get(functions(tenant) + ApiClient.path(name, "deployments") + "?limit=1")
                .path("items")
                .path(0);
        if (!latest.path("previousVersion").isNumber()) {
            throw new CommandException(
                    "there is no version before the present one", "see ./vireo function versions " + name);
        }
        return latest.path("previousVersion").asInt();
    }

    private int deployVersion(ApiClient client, ApiOptions api, TenantOption tenant, String function, int version)
            throws IOException {
        String deployments = functions(tenant) + ApiClient.path(function, "deployments");
        JsonNode deployment = client.post(deployments, Map.of("version", version));
        String path =
                deployments + ApiClient.path(deployment.path("deploymentId").asString());
        String told = "";
        try (ServerSentEvents events = client.events(path + "?follow=true")) {
            // The console gives a deployment a time limit of its own; this one is for a console that hangs.
            CompletableFuture.delayedExecutor(DEPLOY_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .execute(events::close);
            for (Optional<JsonNode> next = Optional.of(deployment); next.isPresent(); next = events.next()) {
                deployment = next.get();
                String state = deployment.path("state").asString("");
                if (!state.equals(told)) {
                    console.progress("version " + version + ": " + state.toLowerCase(Locale.ROOT));
                    told = state;
                }
                if (state.equals("SERVING")) {
                    api.print(
                            console,
                            deployment,
                            "Version " + version + " of " + function + " serves.\nNext: ./vireo function invoke "
                                    + function + ", ./vireo logs " + function + " --follow");
                    return 0;
                }
                if (state.equals("FAILED")) {
                    String why = deployment.path("message").asString("");
                    throw new CommandException(
                            "version " + version + " of " + function + " does not serve"
                                    + (why.isEmpty() ? "" : ":\n" + why),
                            "an earlier version, if there is one, goes on serving");
                }
            }
        }
        throw new CommandException(
                "the console no longer tells how version " + version + " of " + function + " gets on",
                "it goes on all the same; see ./vireo function show " + function);
    }
}
