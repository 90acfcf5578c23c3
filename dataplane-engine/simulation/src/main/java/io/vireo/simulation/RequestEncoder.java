package io.vireo.simulation;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.NewRecordWriter;
import io.vireo.channel.message.RequestFeedImages;
import io.vireo.channel.message.RequestFeedWriter;
import io.vireo.channel.message.RequestGetWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.channel.message.RequestScanWriter;
import io.vireo.channel.message.RequestUpdateWriter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.simulation.model.ListingCheck;
import io.vireo.simulation.model.Operation;
import io.vireo.simulation.model.Operation.Append;
import io.vireo.simulation.model.Operation.Batch;
import io.vireo.simulation.model.Operation.CreateStream;
import io.vireo.simulation.model.Operation.Delete;
import io.vireo.simulation.model.Operation.Get;
import io.vireo.simulation.model.Operation.Put;
import io.vireo.simulation.model.Operation.Read;
import io.vireo.simulation.model.Operation.Rename;
import io.vireo.simulation.model.Operation.Seek;
import io.vireo.simulation.model.Operation.Update;
import io.vireo.simulation.model.Values;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Writes requests as messages. Threads: one. */
final class RequestEncoder {
    /** Of a body in the arena, at most, in either direction. */
    static final int BODY_ROOM = 96 << 10;

    private final MemorySegment buffer;
    private final RequestWriter request = new RequestWriter();

    RequestEncoder(MemorySegment buffer) {
        this.buffer = buffer;
    }

    /** A request whose body is, and whose reply goes, there in the arena. */
    byte[] operation(Operation operation, long bodyOffset, long replyOffset) {
        fill(begin(operation.id(), replyOffset), operation, bodyOffset);
        return finish();
    }

    private RequestWriter begin(long id, long replyOffset) {
        return request.wrap(buffer, 0, buffer.byteSize())
                .correlationId(id)
                .container(Keyspace.CONTAINER)
                .replyOffset(replyOffset)
                .replyCapacity(BODY_ROOM);
    }

    private byte[] finish() {
        return buffer.asSlice(0, request.finish()).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void fill(RequestWriter target, Operation operation, long bodyOffset) {
        if (!(operation instanceof Batch)) {
            target.path(operation.path());
        }
        switch (operation) {
            case Put put -> put(target, put, bodyOffset);
            case Update update -> {
                target.condition(update.guard().text()).expectedVersion(update.expectedVersion());
                RequestUpdateWriter writer = target.initUpdate()
                        .expression(update.change().text(update.id()))
                        .createIfMissing(update.createIfMissing());
                if (update.alternate() != null) {
                    writer.alternate(update.alternate().text(update.id()));
                }
            }
            case Delete delete ->
                target.condition(delete.guard().text())
                        .expectedVersion(delete.expectedVersion())
                        .initDelete();
            case Rename rename ->
                target.condition(rename.guard().text())
                        .expectedVersion(rename.expectedVersion())
                        .initRename()
                        .target(rename.target())
                        .noReplace(rename.noReplace());
            case Get get -> get(target, get);
            case CreateStream create ->
                target.initCreateStream()
                        .shardCount(create.shardCount())
                        .retentionSeconds(create.retentionSeconds())
                        .update(create.isUpdate());
            case Append append -> append(target, append);
            case Seek seek ->
                target.initSeek().kind(seek.kind()).sequence(seek.sequence()).timeNs(seek.timeNs());
            case Read read -> target.initRead().location(read.location()).limit(read.limit());
            case Batch batch -> {
                StructListWriter<RequestWriter> parts =
                        target.initBatch().initRequests(batch.parts().size());
                for (int i = 0; i < batch.parts().size(); i++) {
                    fill(
                            parts.get(i).container(Keyspace.CONTAINER),
                            batch.parts().get(i),
                            bodyOffset);
                }
            }
        }
    }

    private static void put(RequestWriter target, Put put, long bodyOffset) {
        target.condition(put.guard().text()).expectedVersion(put.expectedVersion());
        if (put.body() != null && put.stageId() == 0) {
            target.bodyOffset(bodyOffset).bodyLength(put.body().length());
        }
        RequestPutWriter writer = target.initPut()
                .mode(put.mode())
                .kind(put.kind())
                .posixMode(put.posixMode())
                .position(put.position())
                .setExpiry(put.expiresNs() >= 0)
                .expiresNs(Math.max(0, put.expiresNs()));
        if (put.body() != null) {
            writer.body(put.stageId() == 0 ? RequestPutBodySource.ARENA : RequestPutBodySource.STAGED)
                    .stageId(put.stageId());
        }
        Values.write(put.attributes(), writer.initAttributes(put.attributes().size()));
    }

    private static void get(RequestWriter target, Get get) {
        target.condition(get.guard().text()).expectedVersion(get.expectedVersion());
        RequestGetWriter writer = target.initGet()
                .attributes(get.projection())
                .rangeStart(get.rangeStart())
                .rangeLength(get.rangeLength())
                .pin(get.isPin())
                .handle(get.handle());
        if (!get.names().isEmpty()) {
            var names = writer.initNames(get.names().size());
            for (int i = 0; i < get.names().size(); i++) {
                names.set(i, get.names().get(i));
            }
        }
    }

    private static void append(RequestWriter target, Append append) {
        StructListWriter<NewRecordWriter> records =
                target.initAppend().initRecords(append.records().size());
        for (int i = 0; i < append.records().size(); i++) {
            String[] parts = append.records().get(i).split("\\|", -1);
            records.get(i).data(parts[0].getBytes(StandardCharsets.ISO_8859_1)).partitionKey(parts[1]);
        }
    }

    byte[] listing(ListingCheck.Request list, long replyOffset) {
        RequestScanWriter scan = begin(list.id(), replyOffset)
                .path(list.directory())
                .initList()
                .marker(list.marker())
                .limit(list.limit())
                .recursive(list.isRecursive())
                .filter(list.filter().text())
                .attributes(list.projection())
                .directories(list.directories())
                .prefix(list.prefix());
        scan.segment(list.segment()).segmentCount(list.segmentCount());
        return finish();
    }

    byte[] feed(long id, FeedReaders.Page page, long replyOffset) {
        RequestFeedWriter feed = begin(id, replyOffset)
                .path("")
                .initFeed()
                .partition(page.reader().partition)
                .from(page.from())
                .limit(page.limit())
                .images(RequestFeedImages.BOTH)
                .attributes(RequestProjection.USER);
        if (page.position().length > 0) {
            feed.position(page.position());
        }
        return finish();
    }

    /** What is wanted of feeds. */
    byte[] retention(long id, long seconds) {
        request.wrap(buffer, 0, buffer.byteSize())
                .correlationId(id)
                .container(FeedReaders.SETTINGS_CONTAINER)
                .path(FeedReaders.SETTINGS_PATH)
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("seconds")
                .initValue()
                .integer(seconds);
        return finish();
    }

    byte[] stage(long id, String path, long stageId, long position, long bodyOffset, int bodyLength) {
        begin(id, 0)
                .path(path)
                .bodyOffset(bodyOffset)
                .bodyLength(bodyLength)
                .initStage()
                .stageId(stageId)
                .position(position);
        return finish();
    }

    byte[] release(long id, long handle, long stageId) {
        begin(id, 0).initRelease().handle(handle).stageId(stageId);
        return finish();
    }
}
