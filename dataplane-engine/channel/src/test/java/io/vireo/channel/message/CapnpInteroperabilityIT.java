package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.StructListWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What we write, the Cap'n Proto tool reads; what it writes, we read. */
class CapnpInteroperabilityIT {
    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 16, 8);

    @BeforeEach
    void needsTheTool() {
        CapnpTool.assumePresent();
    }

    private byte[] written(int length) {
        return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static MemorySegment encoded(String schema, String type, String text)
            throws IOException, InterruptedException {
        return MemorySegment.ofArray(CapnpTool.encode(schema, type, text));
    }

    @Nested
    class TheToolReads {

        @Test
        void aRequest() throws IOException, InterruptedException {
            RequestWriter request = new RequestWriter().wrap(buffer, 0, buffer.byteSize());
            request.correlationId(-1)
                    .container(7)
                    .path("a/été")
                    .condition("x == 1")
                    .bodyOffset(256)
                    .bodyLength(5);
            RequestPutWriter put = request.initPut()
                    .mode(RequestPutMode.MERGE)
                    .kind(ItemKind.DIRECTORY)
                    .body(RequestPutBodySource.ARENA);
            StructListWriter<AttributeWriter> attributes = put.initAttributes(8);
            attributes.get(0).name("n").initValue().setNull();
            attributes.get(1).name("b").initValue().bool(true);
            attributes.get(2).name("d").initValue().doubleValue(-0.25);
            attributes.get(3).name("x").initValue().bytes(new byte[] {1, 2});
            attributes.get(4).name("t").initValue().initTimestamp().seconds(-3).nanos(9);
            attributes
                    .get(5)
                    .name("m")
                    .initValue()
                    .initMap(1)
                    .get(0)
                    .name("k")
                    .initValue()
                    .decimal("1.5");
            attributes.get(6).name("s").initValue().initTextSet(2).set(0, "p").set(1, "q");
            attributes.get(7).name("a").initValue().initDoubleArray(1).set(0, 2.5);

            assertThat(CapnpTool.decode("engine.capnp", "Request", written(request.finish())))
                    .isEqualToIgnoringNewLines(
                            "(correlationId = 18446744073709551615, container = 7, path = \"a/été\", condition = \"x == 1\", "
                                    + "bodyOffset = 256, bodyLength = 5, replyOffset = 0, replyCapacity = 0, expectedVersion = 0, "
                                    + "put = (mode = merge, kind = directory, attributes = ["
                                    + "(name = \"n\", value = (null = void)), (name = \"b\", value = (bool = true)), "
                                    + "(name = \"d\", value = (double = -0.25)), (name = \"x\", value = (bytes = \"\\001\\002\")), "
                                    + "(name = \"t\", value = (timestamp = (seconds = -3, nanos = 9))), "
                                    + "(name = \"m\", value = (map = [(name = \"k\", value = (decimal = \"1.5\"))])), "
                                    + "(name = \"s\", value = (textSet = [\"p\", \"q\"])), "
                                    + "(name = \"a\", value = (doubleArray = [2.5]))], "
                                    + "body = arena, stageId = 0, posixMode = 0, setOwner = false, uid = 0, gid = 0, "
                                    + "position = 0, setExpiry = false, expiresNs = 0))");
        }

        @Test
        void aReply() throws IOException, InterruptedException {
            ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, buffer.byteSize());
            reply.correlationId(3).status(Status.TOO_LARGE).message("m").replyLength(9);
            ReplyListingWriter listing = reply.initListing().nextMarker("z");
            StructListWriter<EntryWriter> entries = listing.initEntries(2);
            entries.get(0).path("p").prefix(true);
            entries.get(1).path("q").initState().kind(ItemKind.SHARD).version(2);

            assertThat(CapnpTool.decode("engine.capnp", "Reply", written(reply.finish())))
                    .contains("correlationId = 3, status = tooLarge, message = \"m\"", "replyLength = 9")
                    .contains(
                            "listing = (entries = [(path = \"p\"",
                            "prefix = true), (path = \"q\", state = (kind = shard, version = 2,")
                    .contains("nextMarker = \"z\"");
        }

        @Test
        void messagesToAndFromWorkers() throws IOException, InterruptedException {
            ToWorkerWriter toWorker = new ToWorkerWriter().wrap(buffer, 0, buffer.byteSize());
            toWorker.initEvent().correlationId(1).shardId(4).lastInBatch(true).body(new byte[] {'x'});
            assertThat(CapnpTool.decode("worker.capnp", "ToWorker", written(toWorker.finish())))
                    .contains("event = (correlationId = 1", "shardId = 4", "body = \"x\"", "lastInBatch = true");

            FromWorkerWriter fromWorker = new FromWorkerWriter().wrap(buffer, 0, buffer.byteSize());
            fromWorker
                    .initResponse()
                    .status(65535)
                    .initHeaders(1)
                    .get(0)
                    .name("n")
                    .value("v");
            assertThat(CapnpTool.decode("worker.capnp", "FromWorker", written(fromWorker.finish())))
                    .contains(
                            "response = (correlationId = 0, status = 65535",
                            "headers = [(name = \"n\", value = \"v\")]");
        }
    }

    @Nested
    class WeRead {

        @Test
        void aRequest() throws IOException, InterruptedException {
            MemorySegment message = encoded(
                    "engine.capnp",
                    "Request",
                    "(correlationId = 9, path = \"a/b\", list = (marker = \"m\", limit = 1000, recursive = true, "
                            + "names = [\"x\", \"y\"], directories = exclude))");

            RequestReader request = new RequestReader().wrap(message, 0, message.byteSize());

            assertThat(request.correlationId()).isEqualTo(9);
            assertThat(request.path()).isEqualTo("a/b");
            assertThat(request.which()).isEqualTo(RequestWhich.LIST);
            RequestScanReader scan = request.list();
            assertThat(scan.limit()).isEqualTo(1000);
            assertThat(scan.recursive()).isTrue();
            assertThat(scan.names().get(1)).isEqualTo("y");
            assertThat(scan.directories()).isEqualTo(RequestScanDirectories.EXCLUDE);
        }

        @Test
        void aReplyWithAGroup() throws IOException, InterruptedException {
            MemorySegment message = encoded(
                    "engine.capnp",
                    "Reply",
                    "(status = corrupt, batch = (failedIndex = -1, replies = [(correlationId = 1), (location = 7)]))");

            ReplyReader reply = new ReplyReader().wrap(message, 0, message.byteSize());

            assertThat(reply.status()).isEqualTo(Status.CORRUPT);
            assertThat(reply.batch().failedIndex()).isEqualTo(-1);
            assertThat(reply.batch().replies().count()).isEqualTo(2);
            assertThat(reply.batch().replies().get(1).location()).isEqualTo(7);
        }

        @Test
        void anEventWithItsDefault() throws IOException, InterruptedException {
            MemorySegment message = encoded("worker.capnp", "ToWorker", "(event = (id = \"i\"))");

            EventReader event =
                    new ToWorkerReader().wrap(message, 0, message.byteSize()).event();

            assertThat(event.shardId()).isEqualTo(-1);
            assertThat(event.id()).isEqualTo("i");
        }

        @Test
        void aMessageOfSeveralSegments() throws IOException, InterruptedException {
            String first = "a".repeat(9000);
            String second = "b".repeat(20_000);
            MemorySegment message = encoded(
                    "engine.capnp",
                    "Request",
                    "(path = \"%s\", condition = \"%s\", put = (attributes = [(name = \"n\", value = (text = \"%s\"))]))"
                            .formatted(first, second, first));
            assertThat(message.get(ValueLayout.JAVA_INT_UNALIGNED, 0))
                    .as("segments - 1")
                    .isPositive();

            RequestReader request = new RequestReader().wrap(message, 0, message.byteSize());

            assertThat(request.path()).isEqualTo(first);
            assertThat(request.condition()).isEqualTo(second);
            assertThat(request.put().attributes().get(0).value().text()).isEqualTo(first);
        }
    }

    @Test
    void aTextThatTheToolWroteKeepsItsBytes() throws IOException, InterruptedException {
        MemorySegment message = encoded("item.capnp", "Attribute", "(name = \"\\xc3\\xa9\")");

        AttributeReader attribute = new AttributeReader().wrap(message, 0, message.byteSize());

        assertThat(attribute.nameBytes().toByteArray()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }
}
