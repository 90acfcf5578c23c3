package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import io.vireo.cli.installation.DataDirectory;
import io.vireo.cli.installation.InstallationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Whom a command speaks to, and how it prints. With {@code VIREO_URL} a server anywhere, with the token of {@code VIREO_TOKEN}; else an
 * installation of this machine, with the credential in its data folder.
 */
final class ApiOptions {
    /** Rows of a list that is asked for without a limit. */
    static final int LIST_LIMIT = 1_000;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    ApiClient connect(Console console) {
        Map<String, String> environment = console.environment();
        String url = environment.getOrDefault("VIREO_URL", "");
        if (!url.isEmpty()) {
            return new ApiClient(url, environment.getOrDefault("VIREO_TOKEN", ""));
        }
        DataDirectory directory = installation.directory(environment);
        if (!directory.holdsInstallation()) {
            throw new CommandException(
                    "there is no installation in " + directory.root(),
                    "start one with: ./vireo up, or set VIREO_URL and VIREO_TOKEN");
        }
        return connect(directory);
    }

    /** Speaks to an installation of this machine with the credential in its data folder. */
    static ApiClient connect(DataDirectory directory) {
        try {
            String token = Files.readString(directory.secret("cli-token")).strip();
            return new ApiClient(InstallationConfig.load(directory).consoleUrl(), token);
        } catch (IOException e) {
            throw new CommandException(
                    "cannot read the credential in " + directory.secrets(), "run as the owner of the installation", e);
        }
    }

    /** Prints rows as a table of these fields, dots reaching into objects, or as JSON. */
    void print(Console console, List<JsonNode> rows, String empty, String... fields) {
        if (json) {
            console.printJson(rows);
            return;
        }
        if (rows.isEmpty()) {
            console.print(empty);
            return;
        }
        String[] heading = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            heading[i] = fields[i].substring(fields[i].lastIndexOf('.') + 1).toUpperCase(java.util.Locale.ROOT);
        }
        Table table = new Table(heading);
        for (JsonNode row : rows) {
            table.add(java.util.Arrays.stream(fields)
                    .map(field -> text(row, field))
                    .toList());
        }
        table.print(console);
    }

    /** Prints one thing: as JSON, or as this line. */
    void print(Console console, JsonNode result, String line) {
        if (json) {
            console.printJson(result);
        } else {
            console.print(line);
        }
    }

    private static String text(JsonNode row, String field) {
        JsonNode value = row;
        for (String part : field.split("\\.")) {
            value = value.path(part);
        }
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
