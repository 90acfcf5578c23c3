package io.vireo.client;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutPartWriter;
import io.vireo.channel.message.RequestPutWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes the calls of puts. */
final class Puts {
    private Puts() {}

    static Call<ItemState> call(PutRequest put) {
        byte[] body = put.body();
        if (!put.parts().isEmpty()) {
            return call(put, RequestPutBodySource.PARTS, 0);
        }
        Call<ItemState> call = call(put, body == null ? RequestPutBodySource.NONE : RequestPutBodySource.ARENA, 0);
        return body == null ? call : call.withBody(ByteBuffer.wrap(body));
    }

    static Call<ItemState> call(PutRequest put, RequestPutBodySource source, long stageId) {
        return new Call<>(
                put.container(),
                put.path(),
                request -> {
                    request.expectedVersion(put.expectedVersion());
                    ExpressionMessages.write(request, put.condition(), put.language());
                    RequestPutWriter writer = request.initPut()
                            .mode(mode(put.mode()))
                            .kind(kind(put.kind()))
                            .body(source)
                            .stageId(stageId)
                            .posixMode(put.posixMode())
                            .position(put.position())
                            .setExpiry(put.expiry().isGiven())
                            .expiresNs(Math.max(0, put.expiry().expiresNs()));
                    PutRequest.Owner owner = put.owner();
                    if (owner != null) {
                        writer.setOwner(true)
                                .uid(Integer.toUnsignedLong(owner.uid()))
                                .gid(Integer.toUnsignedLong(owner.gid()));
                    }
                    if (source == RequestPutBodySource.PARTS) {
                        write(writer.initParts(put.parts().size()), put.parts());
                    }
                    if (!put.attributes().isEmpty()) {
                        ValueMessages.write(
                                writer.initAttributes(put.attributes().size()), put.attributes());
                    }
                },
                (reply, _) -> ValueMessages.readState(reply.item().state()));
    }

    private static void write(StructListWriter<RequestPutPartWriter> target, List<PutRequest.Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            PutRequest.Part part = parts.get(i);
            target.get(i).path(part.path()).expectedVersion(part.expectedVersion());
        }
    }

    private static RequestPutMode mode(PutRequest.Mode mode) {
        return switch (mode) {
            case REPLACE -> RequestPutMode.REPLACE;
            case MERGE -> RequestPutMode.MERGE;
            case CREATE_ONLY -> RequestPutMode.CREATE_ONLY;
            case REPLACE_ATTRIBUTES -> RequestPutMode.REPLACE_ATTRIBUTES;
            case APPEND -> RequestPutMode.APPEND;
            case WRITE -> RequestPutMode.WRITE;
            case TRUNCATE -> RequestPutMode.TRUNCATE;
        };
    }

    private static io.vireo.channel.message.ItemKind kind(ItemKind kind) {
        return io.vireo.channel.message.ItemKind.of(kind.ordinal());
    }
}
