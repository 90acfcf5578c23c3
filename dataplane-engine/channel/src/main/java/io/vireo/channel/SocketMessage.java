package io.vireo.channel;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bytes, and perhaps a descriptor, that go through a Unix socket in one system call.
 *
 * <pre>
 *   struct msghdr    + 0 name, + 8 its length, + 16 iovec, + 24 count of them, + 32 control, + 40 its length, + 48 flags
 *   struct iovec     + 0 address, + 8 length
 *   struct cmsghdr   + 0 length with the header, + 8 SOL_SOCKET, + 12 SCM_RIGHTS, + 16 the descriptor
 * </pre>
 */
final class SocketMessage {
    static final int NO_DESCRIPTOR = -1;

    private static final int HEADER_LENGTH = 56;
    private static final int CONTROL_LENGTH = 24;

    private final MemorySegment header;
    private final MemorySegment vector;
    private final MemorySegment control;

    private SocketMessage(Arena arena) {
        header = arena.allocate(HEADER_LENGTH, 8);
        vector = arena.allocate(16, 8);
        control = arena.allocate(CONTROL_LENGTH, 8);
        header.set(ValueLayout.ADDRESS, 16, vector);
        header.set(ValueLayout.JAVA_LONG, 24, 1);
    }

    private void point(MemorySegment bytes, boolean withControl) {
        vector.set(ValueLayout.ADDRESS, 0, bytes);
        vector.set(ValueLayout.JAVA_LONG, 8, bytes.byteSize());
        header.set(ValueLayout.ADDRESS, 32, withControl ? control : MemorySegment.NULL);
        header.set(ValueLayout.JAVA_LONG, 40, withControl ? CONTROL_LENGTH : 0);
    }

    /**
     * Sends all bytes.
     *
     * @param descriptor to send with the first byte, or {@link #NO_DESCRIPTOR}
     * @param flags for the system call; with MSG_DONTWAIT a full socket is an error
     * @throws IOException if the peer is gone or the time of the socket is over
     */
    static void send(int socket, byte[] bytes, int descriptor, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment body = arena.allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
            SocketMessage message = new SocketMessage(arena);
            long sent = 0;
            while (sent < bytes.length) {
                boolean withDescriptor = sent == 0 && descriptor != NO_DESCRIPTOR;
                message.point(body.asSlice(sent), withDescriptor);
                if (withDescriptor) {
                    message.setDescriptor(descriptor);
                }
                long count = Linux.sendmsg(socket, message.header, flags | Linux.MSG_NOSIGNAL);
                if (count != -SystemCalls.EINTR) {
                    sent += Linux.check(count, "sendmsg");
                }
            }
        }
    }

    private void setDescriptor(int descriptor) {
        control.set(ValueLayout.JAVA_LONG, 0, 20);
        control.set(ValueLayout.JAVA_INT, 8, Linux.SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, Linux.SCM_RIGHTS);
        control.set(ValueLayout.JAVA_INT, 16, descriptor);
    }

    /**
     * Receives exactly so many bytes, and the descriptor that comes with the first of them, if one does.
     *
     * @return the descriptor, which the caller must close, or {@link #NO_DESCRIPTOR}
     * @throws EOFException if the peer closes before
     * @throws IOException if the time of the socket is over
     */
    static int receive(int socket, byte[] bytes) throws IOException {
        int descriptor = NO_DESCRIPTOR;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment body = arena.allocate(Math.max(1, bytes.length), 8);
            SocketMessage message = new SocketMessage(arena);
            long received = 0;
            while (received < bytes.length) {
                message.point(body.asSlice(received, bytes.length - received), true);
                long count = Linux.recvmsg(socket, message.header, Linux.MSG_CMSG_CLOEXEC);
                if (count == -SystemCalls.EINTR) {
                    continue;
                }
                if (count == 0) {
                    throw new EOFException(
                            "peer closed the socket: received=%d expected=%d".formatted(received, bytes.length));
                }
                received += Linux.check(count, "recvmsg");
                if (descriptor == NO_DESCRIPTOR) {
                    descriptor = message.descriptor();
                }
            }
            MemorySegment.copy(body, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
            int result = descriptor;
            descriptor = NO_DESCRIPTOR;
            return result;
        } finally {
            if (descriptor != NO_DESCRIPTOR) {
                SystemCalls.close(descriptor);
            }
        }
    }

    private int descriptor() {
        boolean hasOne = header.get(ValueLayout.JAVA_LONG, 40) >= 20
                && control.get(ValueLayout.JAVA_INT, 8) == Linux.SOL_SOCKET
                && control.get(ValueLayout.JAVA_INT, 12) == Linux.SCM_RIGHTS;
        return hasOne ? control.get(ValueLayout.JAVA_INT, 16) : NO_DESCRIPTOR;
    }
}
