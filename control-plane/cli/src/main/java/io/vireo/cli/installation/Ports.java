package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import io.vireo.supervision.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Picks ports for one installation that neither anything that listens now nor another installation of this user has.
 *
 * <p>Between the choice of a port and the moment when its process listens lie seconds; so installations note what they chose in a
 * folder of the machine, and choose one at a time: whoever made this holds a lock until {@link #close}.
 */
final class Ports implements AutoCloseable {
    private static final int LAST = 65_535;

    private final Path claims;
    private final DataDirectory owner;
    private final FileChannel channel;
    private final FileLock lock;
    private final Set<Integer> chosenNow = new HashSet<>();

    private Ports(Path claims, DataDirectory owner, FileChannel channel, FileLock lock) {
        this.claims = claims;
        this.owner = owner;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits until no other installation chooses. */
    static Ports lock(DataDirectory owner) throws IOException {
        Path claims = Path.of(System.getProperty("java.io.tmpdir"), "vireo-ports-" + System.getProperty("user.name"));
        Files.createDirectories(claims);
        FileChannel channel =
                FileChannel.open(claims.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Ports(claims, owner, channel, channel.lock());
    }

    /**
     * The wanted port, or the next free one after it.
     *
     * @throws CommandException if the address is not one of this machine, or no port is free
     */
    int choose(String address, int wanted) throws IOException {
        InetAddress host = InetAddress.getByName(address);
        for (int port = wanted; port <= LAST; port++) {
            if (!isClaimedByAnother(port) && isFree(host, port)) {
                claim(port);
                return port;
            }
        }
        throw new CommandException(
                "no free port: address=" + address + " from=" + wanted, "give --listen an address of this machine");
    }

    /** Notes that the owner has this port. */
    void claim(int port) throws IOException {
        chosenNow.add(port);
        Files.writeString(claims.resolve(Integer.toString(port)), owner.root().toString());
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    /** A claim holds while its installation runs, or is being started under this lock. */
    private boolean isClaimedByAnother(int port) throws IOException {
        Path file = claims.resolve(Integer.toString(port));
        if (!Files.exists(file)) {
            return false;
        }
        DataDirectory claimant = new DataDirectory(Path.of(Files.readString(file)));
        if (claimant.root().equals(owner.root())) {
            // Ours from an earlier start, or for another of our own listeners of this start.
            return chosenNow.contains(port);
        }
        return ProcessIdentity.read(claimant.run().resolve(PlatformProcesses.SUPERVISOR + ".pid"))
                .filter(ProcessIdentity::isAlive)
                .isPresent();
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, host)) {
            return socket.isBound();
        } catch (IOException _) {
            return false; // taken, or not an address of this machine: then none is free, and the caller says so
        }
    }
}
