package io.vireo.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path root;

    @Test
    void passesOverAPortThatSomethingListensOn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
                Ports ports = Ports.lock(new DataDirectory(root))) {
            assertThat(ports.choose(LOOPBACK, taken.getLocalPort())).isGreaterThan(taken.getLocalPort());
        }
    }

    @Test
    void givesAPortOnceInOneStart() throws IOException {
        try (Ports ports = Ports.lock(new DataDirectory(root))) {
            int first = ports.choose(LOOPBACK, 31_000);

            assertThat(ports.choose(LOOPBACK, first)).isGreaterThan(first);
        }
    }

    @Test
    void givesAnInstallationItsOwnPortAgain() throws IOException {
        int first;
        try (Ports ports = Ports.lock(new DataDirectory(root))) {
            first = ports.choose(LOOPBACK, 32_000);
        }

        try (Ports ports = Ports.lock(new DataDirectory(root))) {
            assertThat(ports.choose(LOOPBACK, first)).isEqualTo(first);
        }
    }

    @Test
    void saysWhenAnAddressIsNotOfThisMachine() throws IOException {
        try (Ports ports = Ports.lock(new DataDirectory(root))) {
            assertThatThrownBy(() -> ports.choose("192.0.2.1", 65_500))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("address=192.0.2.1");
        }
    }
}
