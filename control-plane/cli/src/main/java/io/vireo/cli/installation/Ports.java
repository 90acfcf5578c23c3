package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Picks ports that are free now, each at most once. */
final class Ports {
    private static final int LAST = 65_535;

    private final Set<Integer> taken = new HashSet<>();

    /**
     * The wanted port, or the next free one after it.
     *
     * @throws CommandException if the address is not one of this machine, or no port is free
     */
    int choose(String address, int wanted) {
        InetAddress host;
        try {
            host = InetAddress.getByName(address);
        } catch (IOException e) {
            throw new CommandException(
                    "unknown address: address=" + address, "give --listen an address of this machine", e);
        }
        for (int port = wanted; port <= LAST; port++) {
            if (!taken.contains(port) && isFree(host, port)) {
                taken.add(port);
                return port;
            }
        }
        throw new CommandException(
                "no free port: address=" + address + " from=" + wanted, "give --listen an address of this machine");
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, host)) {
            return socket.isBound();
        } catch (IOException _) {
            return false; // taken, or not an address of this machine: then none is free, and the caller says so
        }
    }
}
