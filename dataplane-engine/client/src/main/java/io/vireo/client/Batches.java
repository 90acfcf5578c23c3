package io.vireo.client;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyWhich;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes calls of batches: the bodies of their requests lie one behind the other in the arena. */
final class Batches {
    private Batches() {}

    /** @param stages numbers of the bodies that are staged, by the index of their puts */
    static Call<List<Optional<ItemState>>> call(List<WriteRequest> requests, Map<Integer, Long> stages) {
        WriteRequest first = requests.getFirst();
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i) instanceof PutRequest put && put.body() != null && !stages.containsKey(i)) {
                bodies.writeBytes(put.body());
            }
        }
        Call<List<Optional<ItemState>>> call = new Call<>(
                first.container(),
                first.path(),
                new Call.Encoder() {
                    @Override
                    public void encode(RequestWriter request) {
                        encode(request, 0);
                    }

                    @Override
                    public void encode(RequestWriter request, long bodyOffset) {
                        write(request, requests, stages, bodyOffset);
                    }
                },
                (reply, _) -> states(reply));
        call.toLowestReactorOf(requests);
        return bodies.size() == 0 ? call : call.withBody(ByteBuffer.wrap(bodies.toByteArray()));
    }

    private static void write(
            RequestWriter batch, List<WriteRequest> requests, Map<Integer, Long> stages, long bodyOffset) {
        StructListWriter<RequestWriter> parts = batch.initBatch().initRequests(requests.size());
        long offset = bodyOffset;
        for (int i = 0; i < requests.size(); i++) {
            WriteRequest request = requests.get(i);
            RequestWriter part = parts.get(i).container(request.container()).path(request.path());
            switch (request) {
                case PutRequest put -> {
                    byte[] body = put.body();
                    long stage = stages.getOrDefault(i, 0L);
                    if (body != null && stage == 0) {
                        part.bodyOffset(offset).bodyLength(body.length);
                        offset += body.length;
                    }
                    Puts.encode(part, put, stage == 0 ? Puts.source(put) : RequestPutBodySource.STAGED, stage);
                }
                case UpdateRequest update -> WriteMessages.encode(part, update);
                case DeleteRequest delete -> WriteMessages.encode(part, delete);
                case RenameRequest rename -> WriteMessages.encode(part, rename, 0);
                case CheckRequest check -> WriteMessages.encode(part, check);
            }
        }
    }

    private static List<Optional<ItemState>> states(ReplyReader reply) {
        StructListReader<ReplyReader> replies = reply.batch().replies();
        List<Optional<ItemState>> states = new ArrayList<>(replies.count());
        for (int i = 0; i < replies.count(); i++) {
            ReplyReader each = replies.get(i);
            states.add(
                    each.which() == ReplyWhich.ITEM
                            ? Optional.of(ValueMessages.readState(each.item().state()))
                            : Optional.empty());
        }
        return states;
    }
}
