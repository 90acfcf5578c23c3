package io.vireo.gateway.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Range header fields: passed over, or a range that lies in any body, or behind it. */
class ByteRangeFuzzTest extends FuzzTest {
    private static final long[] LENGTHS = {0, 1, 5, 4096, 5L << 40, Long.MAX_VALUE};

    @Override
    protected void check(byte[] input) {
        ByteRange range = ByteRange.parse(new String(input, StandardCharsets.ISO_8859_1));
        if (range == null) {
            return;
        }
        for (long length : LENGTHS) {
            long start = range.start(length);
            assertThat(start).isNotNegative();
            assertThat(range.end(length)).isBetween(0L, length);
            if (start < length) {
                assertThat(range.end(length)).isGreaterThan(start);
            }
        }
        if (!range.isSuffix()) {
            assertThat(range.length()).isPositive();
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of("bytes=0-499", "bytes=500-", "bytes=-5", "bytes= 1 - 2", "bytes=7").stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    protected List<byte[]> words() {
        return List.of(
                "bytes=".getBytes(StandardCharsets.ISO_8859_1),
                "9223372036854775806".getBytes(StandardCharsets.ISO_8859_1),
                "-".getBytes(StandardCharsets.ISO_8859_1));
    }
}
