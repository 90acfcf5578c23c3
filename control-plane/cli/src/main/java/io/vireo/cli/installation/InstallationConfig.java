package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was decided for an installation and stays so: {@code installation.json}.
 *
 * @param version of the programs that it runs
 * @param build fingerprint of the sources that they were made from
 * @param home folder of the distribution that it runs
 * @param python the interpreter of Python workers, absolute
 * @param listenAddress of the console and of the first tenant
 * @param consolePort HTTP of the console and the REST interface
 * @param agentsPort where agents dial in
 * @param nativePort of every tenant's native API
 * @param databasePort of the embedded PostgreSQL, on 127.0.0.1; 0 when the database is external
 */
public record InstallationConfig(
        String version,
        String build,
        String home,
        String python,
        String listenAddress,
        int consolePort,
        int agentsPort,
        int nativePort,
        int databasePort) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads the configuration of an installation. */
    public static InstallationConfig load(DataDirectory directory) {
        Path file = directory.installationFile();
        try {
            return JSON.readValue(Files.readString(file), InstallationConfig.class);
        } catch (IOException | JacksonException e) {
            throw new CommandException(
                    "cannot read " + file + ": " + e.getMessage(), "restore the file, or use another --data folder", e);
        }
    }

    void save(DataDirectory directory) {
        DataDirectory.write(
                directory.installationFile(),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /** Whether PostgreSQL is one of the installation's own processes. */
    public boolean hasEmbeddedDatabase() {
        return databasePort != 0;
    }

    /** Address of the console for a browser on this machine. */
    public String consoleUrl() {
        return "http://" + hostForUrl() + ":" + consolePort;
    }

    private String hostForUrl() {
        if (listenAddress.equals("0.0.0.0") || listenAddress.equals("::")) {
            return "127.0.0.1";
        }
        return listenAddress.indexOf(':') >= 0 ? "[" + listenAddress + "]" : listenAddress;
    }
}
