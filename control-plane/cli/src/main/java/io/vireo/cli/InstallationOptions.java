package io.vireo.cli;

import io.vireo.cli.installation.DataDirectory;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation of this machine a command is about. */
final class InstallationOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The installation's folder; default: $VIREO_DATA, else .vireo in the checkout.")
    private @Nullable Path data;

    DataDirectory directory(Map<String, String> environment) {
        if (data != null) {
            return new DataDirectory(data);
        }
        String fromEnvironment = environment.getOrDefault("VIREO_DATA", "");
        return new DataDirectory(Path.of(fromEnvironment.isEmpty() ? ".vireo" : fromEnvironment));
    }
}
