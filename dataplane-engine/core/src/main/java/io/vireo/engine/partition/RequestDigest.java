package io.vireo.engine.partition;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.NewRecordReader;
import io.vireo.channel.message.RequestCreateIndexReader;
import io.vireo.channel.message.RequestExpressionsLegacyConditionReader;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateReader;
import io.vireo.channel.message.RequestExpressionsReader;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutPartReader;
import io.vireo.channel.message.RequestPutReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestScanKeyAttributeReader;
import io.vireo.channel.message.RequestUpdateReader;
import io.vireo.channel.message.ValueReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.ValueDecoder;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two requests ask for the same: a SHA-256 of what they mean, not of their bytes, which say where in its memory a client has put a body, and how it counts its requests. A body
 * counts by its length and checksum, however it came. A request that says itself what decides has that. Threads: the reactor alone.
 */
final class RequestDigest {
    /** In place of what a request does: what it says that it means. */
    private static final int FINGERPRINT = 255;

    private final ByteWriter meaning = new ByteWriter(1_024);
    private final ValueDecoder values = new ValueDecoder();
    private final CRC32C crc = new CRC32C();

    /** Of a write, or of a batch of such. */
    byte[] of(RequestReader request, Client client) {
        meaning.clear();
        if (request.fingerprint().length() > 0) {
            meaning.u8(FINGERPRINT);
            add(request.fingerprint());
        } else {
            add(request, client);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(meaning.array(), 0, meaning.length());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private void add(RequestReader request, Client client) {
        meaning.u8(request.which().ordinal());
        meaning.i64(request.container());
        add(request.pathBytes());
        add(request.conditionBytes());
        meaning.i64(request.expectedVersion());
        if (request.hasExpressions()) {
            expressions(request.expressions());
        }
        switch (request.which()) {
            case PUT -> put(request, request.put(), client);
            case UPDATE -> update(request.update());
            case DELETE -> meaning.u8(request.delete().recursive() ? 1 : 0);
            case CREATE_STREAM -> {
                meaning.i64(request.createStream().shardCount());
                meaning.i64(request.createStream().retentionSeconds());
                meaning.i64(request.createStream().retentionBytes());
                meaning.u8(request.createStream().update() ? 1 : 0);
            }
            case CREATE_INDEX -> createIndex(request.createIndex());
            case DROP_INDEX -> add(request.dropIndex().nameBytes());
            case CHECK -> {
                // condition and version are all that it is
            }
            case APPEND -> append(request.append().records());
            case RENAME -> {
                add(request.rename().targetBytes());
                meaning.u8(request.rename().noReplace() ? 1 : 0);
                staged(request.rename().stageId(), client);
            }
            case BATCH -> {
                StructListReader<RequestReader> requests = request.batch().requests();
                meaning.i32(requests.count());
                for (int i = 0; i < requests.count(); i++) {
                    add(requests.get(i), client);
                }
            }
            default ->
                throw new InvalidRequestException("only a write takes a token: field=token found=" + request.which());
        }
    }

    private void expressions(RequestExpressionsReader expressions) {
        meaning.u8(expressions.language().ordinal());
        meaning.i32(expressions.names().count());
        for (int i = 0; i < expressions.names().count(); i++) {
            add(expressions.names().get(i).placeholderBytes());
            add(expressions.names().get(i).nameBytes());
        }
        new TreeMap<>(values.decode(expressions.values(), "values")).forEach((name, encoded) -> {
            add(name.getBytes(StandardCharsets.UTF_8));
            add(encoded);
        });
        meaning.u8(expressions.anyCondition() ? 1 : 0);
        for (int i = 0; i < expressions.conditions().count(); i++) {
            RequestExpressionsLegacyConditionReader condition =
                    expressions.conditions().get(i);
            add(condition.attributeBytes());
            meaning.u8(condition.operator().ordinal());
            values(condition.values());
        }
        for (int i = 0; i < expressions.updates().count(); i++) {
            RequestExpressionsLegacyUpdateReader update = expressions.updates().get(i);
            add(update.attributeBytes());
            meaning.u8(update.action().ordinal());
            values(update.value());
        }
    }

    private void values(StructListReader<ValueReader> source) {
        meaning.i32(source.count());
        for (int i = 0; i < source.count(); i++) {
            add(values.decode(source.get(i)));
        }
    }

    private void add(byte[] bytes) {
        meaning.i32(bytes.length);
        meaning.bytes(bytes);
    }

    private void add(DataReader bytes) {
        add(bytes.toByteArray());
    }

    private void put(RequestReader request, RequestPutReader put, Client client) {
        meaning.u8(put.mode().ordinal());
        meaning.u8(put.kind().ordinal());
        attributes(put.attributes());
        meaning.i64(put.posixMode());
        meaning.u8(put.setOwner() ? 1 : 0);
        meaning.i64(put.uid());
        meaning.i64(put.gid());
        meaning.i64(put.position());
        expiry(put.setExpiry(), put.expiresNs());
        meaning.u8(put.body() == RequestPutBodySource.NONE ? 0 : 1);
        switch (put.body()) {
            case ARENA -> {
                long offset = client.bodyOffset(request);
                Bodies.requireInArena(client.arena(), offset, request.bodyLength(), "body");
                MemorySegment bytes = client.arena().asSlice(offset, request.bodyLength());
                crc.reset();
                crc.update(bytes.asByteBuffer());
                body(request.bodyLength(), request.bodyLength() == 0 ? 0 : (int) crc.getValue());
            }
            case STAGED -> staged(put.stageId(), client);
            case PARTS -> parts(put.parts(), client);
            case NONE, UNRECOGNIZED -> {
                // there is none, or it is refused
            }
        }
    }

    private void attributes(StructListReader<AttributeReader> source) {
        Attributes.Draft draft = new Attributes.Draft();
        values.decode(source, draft);
        add(draft.build().encoded());
    }

    private void expiry(boolean isGiven, long expiresNs) {
        meaning.u8(isGiven ? 1 : 0);
        meaning.i64(isGiven ? expiresNs : 0);
    }

    private void body(long length, int checksum) {
        meaning.i64(length);
        meaning.i32(checksum);
    }

    private void staged(long stageId, Client client) {
        @Nullable BodyStage stage = stageId == 0 ? null : client.stage(stageId);
        if (stage != null) {
            body(stage.body().length(), stage.body().checksum());
        }
    }

    private void parts(StructListReader<RequestPutPartReader> parts, Client client) {
        meaning.i32(parts.count());
        for (int i = 0; i < parts.count(); i++) {
            staged(parts.get(i).stageId(), client);
            add(parts.get(i).pathBytes());
            meaning.i64(parts.get(i).expectedVersion());
        }
    }

    private void update(RequestUpdateReader update) {
        add(update.expressionBytes());
        add(update.alternateBytes());
        meaning.u8(update.createIfMissing() ? 1 : 0);
        meaning.u8(update.mode().ordinal());
        expiry(update.setExpiry(), update.expiresNs());
    }

    private void createIndex(RequestCreateIndexReader index) {
        add(index.nameBytes());
        meaning.u8(index.local() ? 1 : 0);
        for (RequestScanKeyAttributeReader key : List.of(index.partition(), index.sort())) {
            add(key.nameBytes());
            meaning.u8(key.type().ordinal());
        }
        meaning.u8(index.projection().ordinal());
        meaning.i32(index.names().count());
        for (int i = 0; i < index.names().count(); i++) {
            add(index.names().get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void append(StructListReader<NewRecordReader> records) {
        meaning.i32(records.count());
        for (int i = 0; i < records.count(); i++) {
            add(records.get(i).data());
            add(records.get(i).clientInfo());
            add(records.get(i).partitionKeyBytes());
        }
    }
}
