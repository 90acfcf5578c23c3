package io.vireo.channel.remote;

import java.nio.ByteBuffer;

/** Bytes as they are: for peers on this machine. */
final class PlainWire implements Wire {
    private final TcpSocket socket;

    PlainWire(TcpSocket socket) {
        this.socket = socket;
    }

    @Override
    public int descriptor() {
        return socket.descriptor();
    }

    @Override
    public int receive(ByteBuffer target) {
        return socket.receive(target);
    }

    @Override
    public int send(ByteBuffer source) {
        return socket.send(source);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public boolean isEstablished() {
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
