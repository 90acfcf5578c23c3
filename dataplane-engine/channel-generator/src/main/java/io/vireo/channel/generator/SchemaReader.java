package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.EnumNode;
import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a {@code CodeGeneratorRequest}, which {@code capnp compile -o-} writes, into a {@link Schema}.
 *
 * <p>The places of the fields are those of {@code schema.capnp}, which never change. Source: capnproto.org, schema.capnp.
 */
final class SchemaReader {
    private static final int NODE_STRUCT = 1;
    private static final int NODE_ENUM = 2;

    private SchemaReader() {}

    /**
     * Reads one framed request.
     *
     * @throws UnsupportedSchemaException if a declaration is of a kind that the generator does not translate
     */
    static Schema read(byte[] request) {
        RequestStruct root = RequestStruct.root(segments(request));
        Map<Long, StructNode> structs = new LinkedHashMap<>();
        Map<Long, EnumNode> enums = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (RequestStruct node : root.structs(0)) {
            long id = node.int64(0);
            int kind = node.uint16(12);
            if (kind == NODE_STRUCT) {
                StructNode struct = structNode(node);
                structs.put(id, struct);
                requireNew(names, struct.name());
            } else if (kind == NODE_ENUM) {
                EnumNode enumeration = new EnumNode(
                        typeName(node),
                        node.structs(3).stream().map(value -> value.text(0)).toList());
                enums.put(id, enumeration);
                requireNew(names, enumeration.name());
            }
        }
        return new Schema(structs, enums);
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new UnsupportedSchemaException("two declarations give one type name: name=" + name);
        }
    }

    private static List<ByteBuffer> segments(byte[] request) {
        ByteBuffer bytes = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.getInt(0) + 1;
        int start = (4 * (1 + count) + 7) & ~7;
        List<ByteBuffer> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = bytes.getInt(4 + 4 * i) * 8;
            segments.add(bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN));
            start += length;
        }
        return segments;
    }

    private static StructNode structNode(RequestStruct node) {
        List<Member> members = new ArrayList<>();
        for (RequestStruct field : node.structs(3)) {
            members.add(member(node, field));
        }
        return new StructNode(
                typeName(node),
                node.uint16(14),
                node.uint16(24),
                node.bit(224),
                node.uint16(30),
                node.int32(32) * 2,
                List.copyOf(members));
    }

    /** {@code engine.capnp:Request.Put.Mode} becomes {@code RequestPutMode}, {@code Reply.listing} becomes {@code ReplyListing}. */
    private static String typeName(RequestStruct node) {
        String displayName = node.text(0);
        StringBuilder name = new StringBuilder();
        for (String scope : displayName.substring(displayName.indexOf(':') + 1).split("\\.")) {
            name.append(Names.capitalised(scope));
        }
        return name.toString();
    }

    private static Member member(RequestStruct node, RequestStruct field) {
        String name = field.text(0);
        int discriminant = field.uint16(2) ^ Member.NO_DISCRIMINANT;
        if (field.uint16(8) == 1) {
            return new Group(name, discriminant, field.int64(16));
        }
        String place = node.text(0) + "." + name;
        FieldType type = type(field.struct(2), place);
        return new Slot(name, discriminant, field.int32(4), type, defaultBits(type, field.struct(3), place));
    }

    private static FieldType type(RequestStruct type, String place) {
        int kind = type.uint16(0);
        return switch (kind) {
            case 0 -> new FieldType.VoidType();
            case 1 -> new FieldType.BooleanType();
            case 2, 3, 4, 5 -> new FieldType.IntegerType(8 << (kind - 2), true);
            case 6, 7, 8, 9 -> new FieldType.IntegerType(8 << (kind - 6), false);
            case 10, 11 -> new FieldType.FloatType(32 << (kind - 10));
            case 12 -> new FieldType.TextType();
            case 13 -> new FieldType.DataType();
            case 14 -> listType(type(type.struct(0), place), place);
            case 15 -> new FieldType.EnumType(type.int64(8));
            case 16 -> new FieldType.StructType(type.int64(8));
            default ->
                throw new UnsupportedSchemaException("interfaces and untyped pointers are not translated: " + place);
        };
    }

    private static FieldType listType(FieldType element, String place) {
        boolean isTranslated =
                switch (element) {
                    case FieldType.TextType _, FieldType.DataType _, FieldType.StructType _ -> true;
                    case FieldType.IntegerType(int bits, boolean isSigned) -> bits == 64 && isSigned;
                    case FieldType.FloatType(int bits) -> bits == 64;
                    case FieldType.VoidType _, FieldType.BooleanType _, FieldType.EnumType _, FieldType.ListType _ ->
                        false;
                };
        if (!isTranslated) {
            throw new UnsupportedSchemaException(
                    "a list holds structs, Text, Data, Int64 or Float64: field=%s element=%s"
                            .formatted(place, element));
        }
        return new FieldType.ListType(element);
    }

    private static long defaultBits(FieldType type, RequestStruct value, String place) {
        return switch (type) {
            case FieldType.VoidType _ -> 0;
            case FieldType.BooleanType _ -> value.bit(16) ? 1 : 0;
            case FieldType.IntegerType(int bits, boolean _) ->
                switch (bits) {
                    case 8 -> value.uint16(2) & 0xFF;
                    case 16 -> value.uint16(2);
                    case 32 -> Integer.toUnsignedLong(value.int32(4));
                    default -> value.int64(8);
                };
            case FieldType.FloatType(int bits) -> bits == 32 ? Integer.toUnsignedLong(value.int32(4)) : value.int64(8);
            case FieldType.EnumType _ -> value.uint16(2);
            case FieldType.TextType _, FieldType.DataType _, FieldType.StructType _, FieldType.ListType _ -> {
                if (value.hasPointer(0)) {
                    throw new UnsupportedSchemaException("a default needs a type without pointer: field=" + place);
                }
                yield 0;
            }
        };
    }
}
