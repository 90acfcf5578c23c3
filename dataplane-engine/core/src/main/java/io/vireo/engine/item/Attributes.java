package io.vireo.engine.item;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of an item, as bytes laid out like {@link ValueTag} draws. Unchangeable. */
public final class Attributes {
    /** No attributes. */
    public static final Attributes EMPTY = new Attributes(new byte[4]);

    private final byte[] bytes;
    private final MemorySegment buffer;

    private Attributes(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = MemorySegment.ofArray(bytes);
    }

    /** Takes over encoded attributes. */
    public static Attributes ofEncoded(byte[] encoded) {
        return encoded.length == 4 ? EMPTY : new Attributes(encoded);
    }

    /** The encoded form; not to be changed. */
    public byte[] encoded() {
        return bytes;
    }

    /** Of the encoded form, in bytes. */
    public int length() {
        return bytes.length;
    }

    /** How many there are. */
    public int count() {
        return new ByteReader(bytes).i32();
    }

    /** How many there are, those left out that {@link SystemAttributes#isHidden} hides. */
    public int userCount() {
        return userCount(new ByteReader(bytes));
    }

    /** The same of encoded attributes that lie elsewhere; they are all read then. Allocates nothing. */
    public static int userCount(ByteReader encoded) {
        int count = encoded.i32();
        int hidden = 0;
        for (int i = 0; i < count; i++) {
            int nameLength = encoded.u16();
            int nameStart = encoded.skip(nameLength);
            if (SystemAttributes.isHidden(encoded.array(), nameStart, nameLength)) {
                hidden++;
            }
            encoded.skip(encoded.length());
        }
        return count - hidden;
    }

    /** The encoded value under a name, or null. */
    public @Nullable ByteReader find(byte[] name) {
        ByteReader reader = new ByteReader(bytes);
        int count = reader.i32();
        for (int i = 0; i < count; i++) {
            int nameLength = reader.u16();
            int nameStart = reader.skip(nameLength);
            int valueLength = reader.length();
            int valueStart = reader.skip(valueLength);
            if (Arrays.equals(bytes, nameStart, nameStart + nameLength, name, 0, name.length)) {
                return reader.wrap(bytes, valueStart, valueStart + valueLength);
            }
        }
        return null;
    }

    /** Points at the value under a name, or at nothing; whether there is one. Allocates nothing. */
    public boolean find(AttributeName name, ValueView target) {
        return ValueView.find(buffer, 0, bytes.length, name, target);
    }

    /** Points at the value under a name among attributes that lie elsewhere, or at nothing; whether there is one. Allocates nothing. */
    public static boolean find(MemorySegment encoded, long offset, long length, AttributeName name, ValueView target) {
        return ValueView.find(encoded, offset, length, name, target);
    }

    /** The value under a name, or null. */
    public @Nullable Value get(String name) {
        ByteReader value = find(name.getBytes(StandardCharsets.UTF_8));
        return value == null ? null : ValueCodec.decode(value);
    }

    /** Changes of these attributes. */
    public Draft edit() {
        Draft draft = new Draft();
        ByteReader reader = new ByteReader(bytes);
        int count = reader.i32();
        for (int i = 0; i < count; i++) {
            byte[] name = reader.bytes(reader.u16());
            draft.values.put(name, reader.bytes(reader.length()));
        }
        return draft;
    }

    /** Attributes that are being put together. Threads: one. */
    public static final class Draft {
        private final TreeMap<byte[], byte[]> values = new TreeMap<>(Arrays::compareUnsigned);

        /** With none. */
        public Draft() {}

        /** Sets a value, checking name and length. */
        public void put(byte[] name, byte[] encodedValue) {
            requireName(name);
            if (encodedValue.length > Limits.ATTRIBUTE_VALUE_LENGTH) {
                throw new InvalidRequestException("attribute is too long: name=" + show(name) + " length="
                        + encodedValue.length + " limit=" + Limits.ATTRIBUTE_VALUE_LENGTH);
            }
            values.put(name, encodedValue);
        }

        /** Removes a value, if there is one. */
        public void remove(byte[] name) {
            if (SystemAttributes.isSystem(name)) {
                throw new InvalidRequestException("attribute is the system's: name=" + show(name));
            }
            values.remove(name);
        }

        /** The encoded value under a name, or null. */
        public byte @Nullable [] get(byte[] name) {
            return values.get(name);
        }

        /** The finished attributes, checking count and length. */
        public Attributes build() {
            if (values.isEmpty()) {
                return EMPTY;
            }
            if (values.size() > Limits.ATTRIBUTE_COUNT) {
                throw new InvalidRequestException(
                        "item has too many attributes: count=" + values.size() + " limit=" + Limits.ATTRIBUTE_COUNT);
            }
            long length = 4;
            for (Map.Entry<byte[], byte[]> entry : values.entrySet()) {
                length += 6 + entry.getKey().length + entry.getValue().length;
            }
            if (length > Limits.ATTRIBUTES_LENGTH) {
                throw new InvalidRequestException(
                        "attributes of the item are too long: length=" + length + " limit=" + Limits.ATTRIBUTES_LENGTH);
            }
            ByteWriter writer = new ByteWriter((int) length);
            writer.i32(values.size());
            for (Map.Entry<byte[], byte[]> entry : values.entrySet()) {
                writer.u16(entry.getKey().length);
                writer.bytes(entry.getKey());
                writer.i32(entry.getValue().length);
                writer.bytes(entry.getValue());
            }
            return new Attributes(writer.array());
        }

        private static void requireName(byte[] name) {
            if (name.length == 0) {
                throw new InvalidRequestException("attribute has an empty name: field=attributes.name");
            }
            if (name.length > Limits.ATTRIBUTE_NAME_LENGTH) {
                throw new InvalidRequestException("attribute's name is too long: field=attributes.name length="
                        + name.length + " limit=" + Limits.ATTRIBUTE_NAME_LENGTH);
            }
            if (!Utf8.isValid(name, 0, name.length)) {
                throw new InvalidRequestException("attribute's name is not UTF-8: field=attributes.name");
            }
            if (SystemAttributes.isSystem(name)) {
                throw new InvalidRequestException("attribute is the system's: name=" + show(name));
            }
        }

        private static String show(byte[] name) {
            return new String(name, StandardCharsets.UTF_8);
        }
    }
}
