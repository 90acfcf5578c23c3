package io.vireo.channel.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Bytes in TLS. What takes long in a handshake, signatures above all, is done by an executor, so that the thread of many connections never waits for one.
 */
final class TlsWire implements Wire {
    private final TcpSocket socket;
    private final SSLEngine tls;
    private final Executor executor;
    private final Runnable wake;
    private final ByteBuffer received; // to be decrypted: from its position to its limit
    private final ByteBuffer unsent; // encrypted: likewise
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private volatile boolean isBusy; // the executor is at it
    private boolean isEstablished;
    private boolean isClosed;

    /** @param wake runs when the executor is done, on its thread */
    TlsWire(TcpSocket socket, SSLEngine tls, Executor executor, Runnable wake) throws SSLException {
        this.socket = socket;
        this.tls = tls;
        this.executor = executor;
        this.wake = wake;
        int packetLength = tls.getSession().getPacketBufferSize();
        received = ByteBuffer.allocateDirect(2 * packetLength).limit(0);
        unsent = ByteBuffer.allocateDirect(4 * packetLength).limit(0);
        tls.beginHandshake();
    }

    @Override
    public int descriptor() {
        return socket.descriptor();
    }

    @Override
    public int receive(ByteBuffer target) throws IOException {
        while (!isClosed) {
            if (isBusy || handshake() < 0 || isBusy) {
                return 0;
            }
            SSLEngineResult result = tls.unwrap(received, target);
            note(result);
            if (result.bytesProduced() > 0) {
                return result.bytesProduced();
            }
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    received.compact();
                    int count = socket.receive(received);
                    received.flip();
                    if (count <= 0) {
                        return count;
                    }
                }
                case BUFFER_OVERFLOW -> {
                    return 0; // the target is full
                }
                case CLOSED -> {
                    return -1;
                }
                case OK -> {
                    // a step of the handshake, or a record without bytes
                }
            }
        }
        return -1;
    }

    /** Does what the handshake wants of us; negative when the socket takes no more now. */
    private int handshake() throws IOException {
        HandshakeStatus status = tls.getHandshakeStatus();
        while (status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK) {
            if (status == HandshakeStatus.NEED_TASK) {
                startTasks();
                if (isBusy) {
                    return 0;
                }
            } else if (wrap(nothing) < 0) {
                return -1;
            }
            status = tls.getHandshakeStatus();
        }
        return 0;
    }

    private void startTasks() throws IOException {
        isBusy = true;
        try {
            executor.execute(() -> {
                for (Runnable task = tls.getDelegatedTask(); task != null; task = tls.getDelegatedTask()) {
                    task.run();
                }
                isBusy = false;
                wake.run();
            });
        } catch (RejectedExecutionException ending) {
            throw new IOException("no handshakes any more", ending);
        }
    }

    /** Encrypts and sends; how many bytes of the source were taken, or negative when the socket takes no more now. */
    private int wrap(ByteBuffer source) throws IOException {
        if (!flush()) {
            return -1;
        }
        unsent.clear();
        SSLEngineResult result = tls.wrap(source, unsent);
        unsent.flip();
        note(result);
        flush();
        return result.getStatus() == SSLEngineResult.Status.OK ? result.bytesConsumed() : -1;
    }

    private void note(SSLEngineResult result) {
        isEstablished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    @Override
    public int send(ByteBuffer source) throws IOException {
        if (isClosed) {
            return -1;
        }
        if (!isEstablished || isBusy) {
            return 0;
        }
        return Math.max(0, wrap(source));
    }

    @Override
    public boolean flush() throws IOException {
        if (unsent.hasRemaining() && socket.send(unsent) < 0) {
            isClosed = true;
        }
        return !unsent.hasRemaining();
    }

    @Override
    public boolean isEstablished() {
        return isEstablished;
    }

    @Override
    public void close() {
        if (!isBusy) {
            try {
                tls.closeOutbound();
                wrap(nothing);
            } catch (IOException _) {
                // The peer is gone, or broke the protocol: nobody is to be told.
            }
        }
        isClosed = true;
        socket.close();
    }
}
