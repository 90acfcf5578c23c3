package io.vireo.gateway.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 10, 0, 10",
        "bytes=0-0, 10, 0, 1",
        "bytes=3-5, 10, 3, 6",
        "bytes=3-99, 10, 3, 10",
        "bytes=9-9, 10, 9, 10",
        "bytes=-3, 10, 7, 10",
        "bytes=-99, 10, 0, 10",
    })
    void saysWhichBytes(String header, long bodyLength, long start, long end) {
        ByteRange range = ByteRange.parse(header);

        assertThat(range).isNotNull();
        assertThat(range.start(bodyLength)).isEqualTo(start);
        assertThat(range.end(bodyLength)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"bytes=10-, 10", "bytes=-0, 10", "bytes=0-, 0", "bytes=-1, 0"})
    void startsAtOrBehindTheEndWhenThereIsNothing(String header, long bodyLength) {
        ByteRange range = ByteRange.parse(header);

        assertThat(range).isNotNull();
        assertThat(range.start(bodyLength)).isGreaterThanOrEqualTo(bodyLength);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-3",
                "bytes=0-1,3-4",
                "items=0-1",
                "-1",
                "bytes=--1",
                "bytes=+1-2"
            })
    void leavesOutWhatIsNotOneRangeOfBytes(String header) {
        assertThat(ByteRange.parse(header)).isNull();
    }

    @Test
    void isAbsentWithoutAHeader() {
        assertThat(ByteRange.parse(null)).isNull();
    }
}
