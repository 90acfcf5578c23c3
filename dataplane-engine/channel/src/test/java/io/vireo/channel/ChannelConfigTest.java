package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vireo.channel.Channel.Side;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChannelConfigTest {
    private static final int MIB = 1 << 20;

    @Nested
    class Defaults {

        @Test
        void ofAnEngineLetTheClientManageTheArena() {
            assertThat(ChannelConfig.ofEngine(4))
                    .isEqualTo(
                            new ChannelConfig(MIB, MIB, 16L * MIB, Side.CONNECTOR, 4, 1024, 32, Duration.ofSeconds(2)));
        }

        @Test
        void ofWorkersLetTheInvokerManageTheArena() {
            assertThat(ChannelConfig.ofWorkers())
                    .isEqualTo(new ChannelConfig(MIB, MIB, 4L * MIB, Side.LISTENER, 0, 1024, 1, Duration.ofSeconds(2)));
        }
    }

    @Nested
    class Ranges {

        private void refused(
                int ring,
                long arena,
                int partitions,
                int channels,
                int channelsPerPeer,
                int timeoutSeconds,
                String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ChannelConfig(
                            ring,
                            MIB,
                            arena,
                            Side.LISTENER,
                            partitions,
                            channels,
                            channelsPerPeer,
                            Duration.ofSeconds(timeoutSeconds)))
                    .withMessageContaining(name);
        }

        @Test
        void areChecked() {
            refused(MIB - 1, 0, 0, 1, 1, 1, "ring is not a power of two");
            refused(2048, 0, 0, 1, 1, 1, "ring is not a power of two from 4096");
            refused(1 << 29, 0, 0, 1, 1, 1, "capacity=536870912");
            refused(MIB, 100, 0, 1, 1, 1, "arena is not a number of pages");
            refused(MIB, -4096, 0, 1, 1, 1, "arena is not a number of pages");
            refused(MIB, (1L << 32) + 4096, 0, 1, 1, 1, "arena is not a number of pages");
            refused(MIB, 0, -1, 1, 1, 1, "partitionCount");
            refused(MIB, 0, 0, 0, 1, 1, "maxChannels");
            refused(MIB, 0, 0, 1, 2, 1, "maxChannelsPerPeer");
            refused(MIB, 0, 0, 1, 0, 1, "maxChannelsPerPeer");
            refused(MIB, 0, 0, 1, 1, 0, "handshakeTimeout");
        }

        @Test
        void letAnArenaBeAbsent() {
            assertThat(new ChannelConfig(4096, 4096, 0, Side.LISTENER, 0, 1, 1, Duration.ofNanos(1))
                            .layout()
                            .length())
                    .isEqualTo(3 * 4096);
        }
    }
}
