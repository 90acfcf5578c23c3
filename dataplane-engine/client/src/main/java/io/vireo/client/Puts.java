package io.vireo.client;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutPartWriter;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.channel.message.RequestWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes the calls of puts. */
final class Puts {
    private Puts() {}

    static Call<ItemState> call(PutRequest put) {
        byte[] body = put.body();
        Call<ItemState> call = call(put, source(put), 0);
        return body == null || !put.parts().isEmpty() ? call : call.withBody(ByteBuffer.wrap(body));
    }

    /** Where a put has its body that is not staged. */
    static RequestPutBodySource source(PutRequest put) {
        if (!put.parts().isEmpty()) {
            return RequestPutBodySource.PARTS;
        }
        return put.body() == null ? RequestPutBodySource.NONE : RequestPutBodySource.ARENA;
    }

    static Call<ItemState> call(PutRequest put, RequestPutBodySource source, long stageId) {
        return new Call<>(
                put.container(),
                put.path(),
                request -> encode(request, put, source, stageId),
                (reply, _) -> ValueMessages.readState(reply.item().state()));
    }

    static void encode(RequestWriter request, PutRequest put, RequestPutBodySource source, long stageId) {
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
            writer.setOwner(true).uid(Integer.toUnsignedLong(owner.uid())).gid(Integer.toUnsignedLong(owner.gid()));
        }
        if (source == RequestPutBodySource.PARTS) {
            write(writer.initParts(put.parts().size()), put.parts());
        }
        if (!put.attributes().isEmpty()) {
            ValueMessages.write(writer.initAttributes(put.attributes().size()), put.attributes());
        }
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
