package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What comes through the socket before the rings: a hello, as a listener collects it byte by byte, or is dropped; an answer, which a client reads or
 * refuses with a {@link ChannelException}.
 */
class HandshakeFuzzTest extends FuzzTest {
    private static final ChannelConfig CONFIG = ChannelConfig.ofEngine(4);

    @Override
    protected void check(byte[] input) {
        checkHello(input);
        if (input.length >= Handshake.ANSWER_LENGTH) {
            checkAnswer(Arrays.copyOf(input, Handshake.ANSWER_LENGTH));
        }
    }

    private static void checkHello(byte[] input) {
        int length = Handshake.helloLength(Arrays.copyOf(input, Math.min(input.length, Handshake.HELLO_LENGTH)));
        if (length < 0) {
            return;
        }
        assertThat(length).isBetween(Handshake.HELLO_LENGTH, Handshake.HELLO_LENGTH + ChannelServer.MAX_TOKEN_LENGTH);
        if (input.length >= length) {
            byte[] hello = Arrays.copyOf(input, length);
            assertThat(Handshake.helloLength(hello)).isEqualTo(length);
            Handshake.Hello parsed = Handshake.parseHello(hello);
            if (parsed.version() == ChannelDescriptor.VERSION) {
                assertThat(Handshake.hello(parsed.reactor(), parsed.token()).array())
                        .isEqualTo(hello);
            }
        }
    }

    private static void checkAnswer(byte[] fixed) {
        try {
            Handshake.Answer answer = Handshake.parse(ByteBuffer.wrap(fixed));
            assertThat(answer.textLength()).isBetween(0, Handshake.MAX_TEXT_LENGTH);
            assertThat(answer.layout().length()).isPositive();
        } catch (ChannelException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                Handshake.hello(1, new byte[40]).array(),
                Handshake.welcome(CONFIG, 2).array(),
                Handshake.refusal(CONFIG, "token is not valid").array());
    }
}
