package io.vireo.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The wire between the application and PostgreSQL, which a test can cut. */
public final class DatabaseLink {
    private final int databasePort;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    DatabaseLink(int databasePort) {
        this.databasePort = databasePort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("database-link").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection and refuses new ones. */
    public void cut() {
        isCut = true;
        List.copyOf(open).forEach(DatabaseLink::close);
    }

    /** Lets connections through again. */
    public void mend() {
        isCut = false;
    }

    private void accept() {
        while (true) {
            try {
                Socket application = listener.accept();
                if (isCut) {
                    application.close();
                    continue;
                }
                Socket database = connect(application);
                if (database == null) {
                    continue;
                }
                open.add(application);
                open.add(database);
                Thread.ofVirtual().start(() -> copy(application, database));
                Thread.ofVirtual().start(() -> copy(database, application));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The database's end; null when it is gone, as when the virtual machine exits. */
    private Socket connect(Socket application) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), databasePort);
        } catch (ConnectException e) {
            application.close();
            return null;
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream()) {
            input.transferTo(output);
        } catch (IOException e) {
            // one side is gone: so is the other, below
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
