package io.vireo.channel.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.fuzz.FuzzTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * What comes over TCP: packets, in pieces as the network cuts them, until one is none; and what the first packets of both ends say. A packet that is given out is, byte for byte, the one
 * that its fields make.
 */
class PacketFuzzTest extends FuzzTest {
    private static final int PIECE_LENGTH = 37; // not a divisor of anything here

    private final MemorySegment memory = Arena.ofAuto().allocate(PacketReader.CAPACITY, 8);

    @Override
    protected void check(byte[] input) {
        checkPackets(input);
        if (input.length >= PacketDescriptor.HEADER_LENGTH) {
            int length = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
            if (length >= 0 && length <= input.length && PacketDescriptor.packetLength(length) <= input.length) {
                byte[] packet = Arrays.copyOf(input, PacketDescriptor.packetLength(length));
                checkPackets(Packets.withChecksum(packet)); // what lies behind a checksum that is right
            }
        }
    }

    private void checkPackets(byte[] input) {
        PacketReader reader = new PacketReader(memory);
        int taken = 0;
        int given = 0;
        try {
            while (given < input.length) {
                ByteBuffer room = reader.room();
                assertThat(room.remaining()).isGreaterThanOrEqualTo(16 << 10);
                int length = Math.min(PIECE_LENGTH, input.length - given);
                room.put(input, given, length);
                given += length;
                while (reader.next()) {
                    taken += checkPacket(reader, input, taken);
                }
            }
            assertThat(reader.hasRest()).isEqualTo(taken < input.length);
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static int checkPacket(PacketReader reader, byte[] input, int at) {
        byte[] payload = reader.bytes()
                .asSlice(reader.payloadOffset(), reader.payloadLength())
                .toArray(ValueLayout.JAVA_BYTE);
        assertThat(reader.payloadOffset() % 8).isZero();
        int length = PacketDescriptor.packetLength(payload.length);
        assertThat(MemorySegment.ofArray(payload)
                        .mismatch(MemorySegment.ofArray(input)
                                .asSlice(at + PacketDescriptor.HEADER_LENGTH, payload.length)))
                .isEqualTo(-1);
        try {
            Hello hello = Hello.of(reader);
            assertThat(hello.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(payload);
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            Hello.Answer answer = Hello.Answer.of(reader);
            assertThat(answer.status() != Hello.Answer.WELCOME || answer.arenaLength() > 0)
                    .isTrue();
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        return length;
    }

    @Override
    protected List<byte[]> seeds() {
        byte[] message = Packets.packet(PacketDescriptor.MESSAGE, 1, 0, 77, new byte[13]);
        byte[] two = Arrays.copyOf(message, message.length + PacketDescriptor.HEADER_LENGTH);
        System.arraycopy(
                Packets.packet(PacketDescriptor.CREDIT, 0, 0, 99, new byte[0]),
                0,
                two,
                message.length,
                PacketDescriptor.HEADER_LENGTH);
        Hello.Answer answer = new Hello.Answer(Hello.Answer.WELCOME, 2, 4, 262_136, 524_288, 524_352, 16 << 20, "");
        return List.of(
                two,
                Packets.packet(PacketDescriptor.ARENA, 0, 4096, 0, new byte[100]),
                Packets.hello(PacketDescriptor.VERSION, 1, new byte[40]),
                Packets.packet(PacketDescriptor.ANSWER, 0, 0, 0, answer.bytes().toArray(ValueLayout.JAVA_BYTE)),
                Packets.packet(
                        PacketDescriptor.ANSWER,
                        0,
                        0,
                        0,
                        Hello.Answer.refusal(Hello.Answer.REFUSED, "token is not valid")
                                .bytes()
                                .toArray(ValueLayout.JAVA_BYTE)));
    }
}
