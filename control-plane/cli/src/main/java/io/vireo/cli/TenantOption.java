package io.vireo.cli;

import picocli.CommandLine.Option;

/** Which tenant a command is about. */
final class TenantOption {
    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = "${env:VIREO_TENANT:-default}",
            description = "Default: $VIREO_TENANT, else default.")
    private String name = "default";

    String name() {
        return name;
    }
}
