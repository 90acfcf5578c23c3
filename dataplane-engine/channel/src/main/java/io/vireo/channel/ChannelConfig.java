package io.vireo.channel;

import io.vireo.channel.Channel.Side;
import java.time.Duration;

/**
 * What a listener gives to each channel.
 *
 * @param toListenerCapacity of the ring from the connecting side, in bytes, a power of two from 4 KiB to 256 MiB
 * @param toConnectorCapacity of the ring to the connecting side, likewise
 * @param arenaLength of the arena, in bytes, a multiple of 4 KiB up to 4 GiB
 * @param arenaOwner the side that allocates in the arena
 * @param partitionCount told to clients, which route by it; 0 where there are no partitions
 * @param maxChannels open at one time; further clients are refused
 * @param maxChannelsPerPeer open at one time by peers that are equal, so that one cannot take the room of the others
 * @param handshakeTimeout after which a client that has not presented its token is dropped
 */
public record ChannelConfig(
        int toListenerCapacity,
        int toConnectorCapacity,
        long arenaLength,
        Side arenaOwner,
        int partitionCount,
        int maxChannels,
        int maxChannelsPerPeer,
        Duration handshakeTimeout) {
    private static final int MIB = 1 << 20;

    /** Checks the ranges. */
    public ChannelConfig {
        new ChannelDescriptor(toListenerCapacity, toConnectorCapacity, arenaLength);
        if (partitionCount < 0) {
            throw new IllegalArgumentException("partitionCount=" + partitionCount);
        }
        if (maxChannels < 1) {
            throw new IllegalArgumentException("maxChannels=" + maxChannels);
        }
        if (maxChannelsPerPeer < 1 || maxChannelsPerPeer > maxChannels) {
            throw new IllegalArgumentException(
                    "maxChannelsPerPeer=%d maxChannels=%d".formatted(maxChannelsPerPeer, maxChannels));
        }
        if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
            throw new IllegalArgumentException("handshakeTimeout=" + handshakeTimeout);
        }
    }

    /** Channels of an engine: rings of 1 MiB, an arena of 16 MiB that the client manages. */
    public static ChannelConfig ofEngine(int partitionCount) {
        return new ChannelConfig(MIB, MIB, 16L * MIB, Side.CONNECTOR, partitionCount, 1024, 32, Duration.ofSeconds(2));
    }

    /** Channels of an invoker to its workers: rings of 1 MiB, an arena of 4 MiB that the invoker manages. */
    public static ChannelConfig ofWorkers() {
        return new ChannelConfig(MIB, MIB, 4L * MIB, Side.LISTENER, 0, 1024, 1, Duration.ofSeconds(2));
    }

    ChannelDescriptor layout() {
        return new ChannelDescriptor(toListenerCapacity, toConnectorCapacity, arenaLength);
    }
}
