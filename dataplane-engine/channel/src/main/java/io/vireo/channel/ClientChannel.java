package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The connecting end of a channel. It trusts the listener: a handler sees messages in the ring itself. */
public final class ClientChannel extends Channel implements ClientEnd {
    private static final Duration SET_UP_TIMEOUT = Duration.ofSeconds(5);

    private final int reactorCount;
    private final int partitionCount;

    private ClientChannel(SharedMemory shared, Handshake.Answer answer, int socket) {
        super(shared, answer.layout(), socket, Side.CONNECTOR, answer.arenaOwner());
        this.reactorCount = answer.reactorCount();
        this.partitionCount = answer.partitionCount();
    }

    /**
     * Opens a channel to a listener. Blocks for at most some seconds.
     *
     * @param socket that the listener listens on; its path has at most 107 bytes
     * @param token shows the listener what we may do
     * @param reactor that is to serve the channel, from 0 to {@link #reactorCount()} - 1
     * @throws ChannelException if the listener refuses; {@link ChannelException#isRefused} says whether to give up
     * @throws IOException if nobody listens, or the process has no descriptors or memory left
     */
    public static ClientChannel connect(Path socket, byte[] token, int reactor) throws IOException {
        int descriptor = Linux.check(Linux.socket(Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC), "socket");
        try {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment time = arena.allocate(16, 8); // struct timeval
                time.set(ValueLayout.JAVA_LONG, 0, SET_UP_TIMEOUT.toSeconds());
                Linux.check(Linux.setsockopt(descriptor, Linux.SO_SNDTIMEO, time), "setsockopt");
                Linux.check(Linux.setsockopt(descriptor, Linux.SO_RCVTIMEO, time), "setsockopt");
                int result = Linux.connect(descriptor, Handshake.address(socket, arena));
                if (result < 0) {
                    throw new ChannelException("nobody listens: socket=%s errno=%d".formatted(socket, -result), false);
                }
            }
            SocketMessage.send(descriptor, Handshake.hello(reactor, token).array(), SocketMessage.NO_DESCRIPTOR, 0);
            return welcome(descriptor);
        } catch (IOException | RuntimeException e) {
            SystemCalls.close(descriptor);
            throw e;
        }
    }

    private static ClientChannel welcome(int socket) throws IOException {
        byte[] fixed = new byte[Handshake.ANSWER_LENGTH];
        int memoryDescriptor = SocketMessage.receive(socket, fixed);
        try {
            Handshake.Answer answer = Handshake.parse(ByteBuffer.wrap(fixed));
            if (answer.status() != Handshake.WELCOME) {
                byte[] text = new byte[answer.textLength()];
                SocketMessage.receive(socket, text);
                throw new ChannelException("listener refuses: " + new String(text, StandardCharsets.UTF_8), true);
            }
            if (memoryDescriptor == SocketMessage.NO_DESCRIPTOR) {
                throw new ChannelException("listener sent no memory", false);
            }
            SharedMemory shared =
                    SharedMemory.map(memoryDescriptor, answer.layout().length());
            return new ClientChannel(shared, answer, socket);
        } finally {
            if (memoryDescriptor != SocketMessage.NO_DESCRIPTOR) {
                SystemCalls.close(memoryDescriptor);
            }
        }
    }

    @Override
    void closed() {}

    @Override
    public int reactorCount() {
        return reactorCount;
    }

    @Override
    public int partitionCount() {
        return partitionCount;
    }

    /** The listener sees the arena anyway. */
    @Override
    public void attach(long place, long length) {}

    @Override
    public void joinTo(ChannelWaiter waiter) throws IOException {
        waiter.add(this);
    }
}
