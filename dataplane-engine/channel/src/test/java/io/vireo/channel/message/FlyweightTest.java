package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.MessageTooLongException;
import io.vireo.channel.capnp.StructListWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlyweightTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(4096, 8);

    @Nested
    class Fields {

        @Test
        void comeBackAsTheyWereSet() {
            RequestWriter request = new RequestWriter().wrap(buffer, 16, 1024);
            request.correlationId(-1)
                    .container(7)
                    .path("photos/été/\uD83D\uDC26.jpg")
                    .bodyLength(0xFFFF_FFFFL);
            RequestPutWriter put =
                    request.initPut().mode(RequestPutMode.CREATE_ONLY).kind(ItemKind.STREAM);
            StructListWriter<AttributeWriter> attributes = put.initAttributes(2);
            attributes.get(0).name("width").initValue().integer(Long.MIN_VALUE);
            attributes.get(1).name("ratio").initValue().doubleValue(1.5);
            int length = request.finish();

            RequestReader read = new RequestReader().wrap(buffer, 16, length);

            assertThat(read.correlationId()).isEqualTo(-1);
            assertThat(read.container()).isEqualTo(7);
            assertThat(read.path()).isEqualTo("photos/été/\uD83D\uDC26.jpg");
            assertThat(read.bodyLength()).isEqualTo(0xFFFF_FFFFL);
            assertThat(read.which()).isEqualTo(RequestWhich.PUT);
            RequestPutReader readPut = read.put();
            assertThat(readPut.mode()).isEqualTo(RequestPutMode.CREATE_ONLY);
            assertThat(readPut.kind()).isEqualTo(ItemKind.STREAM);
            assertThat(readPut.attributes().count()).isEqualTo(2);
            assertThat(readPut.attributes().get(0).name()).isEqualTo("width");
            assertThat(readPut.attributes().get(0).value().integer()).isEqualTo(Long.MIN_VALUE);
            assertThat(readPut.attributes().get(1).value().which()).isEqualTo(ValueWhich.DOUBLE);
            assertThat(readPut.attributes().get(1).value().doubleValue()).isEqualTo(1.5);
        }

        @Test
        void thatWereNotSetHaveTheirDefaults() {
            EventWriter event = new EventWriter().wrap(buffer, 0, 1024);
            int length = event.finish();

            EventReader read = new EventReader().wrap(buffer, 0, length);

            assertThat(read.shardId()).isEqualTo(-1);
            assertThat(read.path()).isEmpty();
            assertThat(read.hasPath()).isFalse();
            assertThat(read.body().length()).isZero();
            assertThat(read.headers().count()).isZero();
        }

        @Test
        void withADefaultCanBeSetToZero() {
            int length = new EventWriter().wrap(buffer, 0, 1024).shardId(0).finish();

            assertThat(new EventReader().wrap(buffer, 0, length).shardId()).isZero();
        }

        @Test
        void ofAGroupLiveInTheStructAroundIt() {
            ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, 2048);
            reply.correlationId(3)
                    .status(Status.OK)
                    .initRecords()
                    .nextLocation(9)
                    .behindMs(4)
                    .initPage(1)
                    .get(0)
                    .data(new byte[] {1, 2});
            int length = reply.finish();

            ReplyReader read = new ReplyReader().wrap(buffer, 0, length);

            assertThat(read.which()).isEqualTo(ReplyWhich.RECORDS);
            assertThat(read.records().nextLocation()).isEqualTo(9);
            assertThat(read.records().page().get(0).data().toByteArray()).containsExactly(1, 2);
        }

        @Test
        void thatNestIntoThemselvesAreReadAtEveryDepth() {
            ValueWriter value = new ValueWriter().wrap(buffer, 0, 2048);
            value.initList(2).get(0).initList(1).get(0).text("deep");
            int length = value.finish();

            ValueReader read = new ValueReader().wrap(buffer, 0, length);

            assertThat(read.list().count()).isEqualTo(2);
            assertThat(read.list().get(0).list().get(0).text()).isEqualTo("deep");
            assertThat(read.list().get(1).which()).isEqualTo(ValueWhich.NULL);
        }

        @Test
        void ofPlainListsComeBackInOrder() {
            ValueWriter value = new ValueWriter();
            int longs = lengthOf(
                    value.wrap(buffer, 0, 2048)
                            .initIntegerArray(2)
                            .set(0, -5)
                            .set(1, 6)
                            .count(),
                    value);
            ValueReader read = new ValueReader().wrap(buffer, 0, longs);
            assertThat(read.integerArray().get(0)).isEqualTo(-5);
            assertThat(read.integerArray().get(1)).isEqualTo(6);

            int texts = lengthOf(
                    value.wrap(buffer, 0, 2048)
                            .initTextSet(2)
                            .set(0, "a")
                            .set(1, "")
                            .count(),
                    value);
            read.wrap(buffer, 0, texts);
            assertThat(read.textSet().get(0)).isEqualTo("a");
            assertThat(read.textSet().get(1)).isEmpty();
        }

        private int lengthOf(int count, ValueWriter value) {
            assertThat(count).isEqualTo(2);
            return value.finish();
        }
    }

    @Nested
    class Writer {

        @Test
        void refusesWhatDoesNotFitTheBufferAndSaysHowMuchItNeeds() {
            RequestWriter request = new RequestWriter().wrap(buffer, 0, 256);

            assertThatThrownBy(() -> request.path("x".repeat(1000)))
                    .isInstanceOfSatisfying(MessageTooLongException.class, e -> assertThat(e.neededLength())
                            .isGreaterThan(1000));
        }

        @Test
        void refusesANumberOutOfRange() {
            RequestWriter request = new RequestWriter().wrap(buffer, 0, 256);

            assertThatIllegalArgumentException().isThrownBy(() -> request.bodyLength(1L << 32));
            assertThatIllegalArgumentException().isThrownBy(() -> request.bodyLength(-1));
        }

        @Test
        void cutsAListToWhatFitted() {
            ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, 700);
            StructListWriter<EntryWriter> entries = reply.initListing().initEntries(10);
            int fitted = 0;
            int mark = reply.messageLength();
            try {
                for (; fitted < 10; fitted++) {
                    mark = reply.messageLength();
                    entries.get(fitted).path("name-" + fitted).initState().version(fitted);
                }
            } catch (MessageTooLongException e) {
                entries.truncate(fitted);
                reply.rewindMessage(mark);
            }
            int length = reply.finish();

            ReplyListingReader listing =
                    new ReplyReader().wrap(buffer, 0, length).listing();

            assertThat(fitted).isBetween(1, 9);
            assertThat(listing.entries().count()).isEqualTo(fitted);
            assertThat(listing.entries().get(fitted - 1).state().version()).isEqualTo(fitted - 1);
        }

        @Test
        void leavesNothingOfAnEarlierMessageBehind() {
            buffer.fill((byte) 0xFF);
            int length = new RequestWriter().wrap(buffer, 0, 512).path("abc").finish();

            RequestReader read = new RequestReader().wrap(buffer, 0, length);

            assertThat(read.correlationId()).isZero();
            assertThat(read.path()).isEqualTo("abc");
            assertThat(read.hasCondition()).isFalse();
        }

        @Test
        void replacesAnUnpairedSurrogateAsJavaDoes() {
            String text = "a\uD800b\uDC00";
            int length = new RequestWriter().wrap(buffer, 0, 512).path(text).finish();

            assertThat(new RequestReader().wrap(buffer, 0, length).pathBytes().toByteArray())
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class Reader {

        @Test
        void toleratesValuesOfALaterSchema() {
            int length = new ReplyWriter()
                    .wrap(buffer, 0, 512)
                    .correlationId(0x0102030405060708L)
                    .finish();
            ReplyReader read = new ReplyReader().wrap(buffer, 0, length);
            int struct = 16; // the frame and the root pointer come first

            buffer.set(ValueLayout.JAVA_SHORT_UNALIGNED, struct + 8, (short) 999);
            buffer.set(ValueLayout.JAVA_SHORT_UNALIGNED, struct + 10, (short) -1);

            assertThat(read.status()).isEqualTo(Status.UNRECOGNIZED);
            assertThat(read.which()).isEqualTo(ReplyWhich.UNRECOGNIZED);
        }

        @Test
        void refusesToReadAnotherMemberOfTheUnion() {
            int length = new RequestWriter().wrap(buffer, 0, 512).setPing().finish();
            RequestReader read = new RequestReader().wrap(buffer, 0, length);

            assertThatIllegalStateException().isThrownBy(read::put);
        }

        @Test
        void refusesTextThatIsNotUtf8() {
            MemorySegment bytes = MemorySegment.ofArray(new byte[] {'a', (byte) 0xC0, (byte) 0x80});
            int length =
                    new RequestWriter().wrap(buffer, 0, 512).path(bytes, 0, 3).finish();
            RequestReader read = new RequestReader().wrap(buffer, 0, length);

            assertThatThrownBy(read::path).isInstanceOf(MalformedMessageException.class);
        }

        @Test
        void refusesAMessageThatNestsWithoutEnd() {
            ValueWriter value = new ValueWriter().wrap(buffer, 0, 4096);
            ValueWriter inner = value;
            for (int i = 0; i < 90; i++) {
                inner = inner.initList(1).get(0);
            }
            int length = value.finish();

            assertThatThrownBy(() -> {
                        ValueReader read = new ValueReader().wrap(buffer, 0, length);
                        while (read.which() == ValueWhich.LIST) {
                            read = read.list().get(0);
                        }
                    })
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("nests too deeply");
        }
    }
}
