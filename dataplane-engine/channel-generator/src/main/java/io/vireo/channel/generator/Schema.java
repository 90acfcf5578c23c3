package io.vireo.channel.generator;

import java.util.List;
import java.util.Map;

/**
 * What the generator knows of a set of schemas: structs (groups among them) and enums, by the compiler's node id.
 *
 * @param structs in the order of the compiler's request, groups included
 * @param enums in the order of the compiler's request
 */
record Schema(Map<Long, StructNode> structs, Map<Long, EnumNode> enums) {

    StructNode struct(long id) {
        StructNode node = structs.get(id);
        if (node == null) {
            throw new UnsupportedSchemaException("no struct with this id: id=%016x".formatted(id));
        }
        return node;
    }

    EnumNode enumeration(long id) {
        EnumNode node = enums.get(id);
        if (node == null) {
            throw new UnsupportedSchemaException("no enum with this id: id=%016x".formatted(id));
        }
        return node;
    }

    /**
     * A struct, or a group, which shares the sections of the struct around it.
     *
     * @param name of the type in generated code: the names of the enclosing scopes and its own, joined
     * @param dataWords length of the data section, in words of 8 bytes
     * @param pointerCount length of the pointer section, in words of 8 bytes
     * @param unionCount members of the unnamed union, 0 when there is none
     * @param discriminantOffset of the union's discriminant, in bytes from the start of the data section
     */
    record StructNode(
            String name,
            int dataWords,
            int pointerCount,
            boolean isGroup,
            int unionCount,
            int discriminantOffset,
            List<Member> members) {

        boolean hasUnion() {
            return unionCount > 0;
        }

        /** The members of the unnamed union, by discriminant. */
        List<Member> unionMembers() {
            return members.stream()
                    .filter(Member::isUnionMember)
                    .sorted((a, b) -> Integer.compare(a.discriminant(), b.discriminant()))
                    .toList();
        }
    }

    /** An enum; the number of a value is its place in the list. */
    record EnumNode(String name, List<String> values) {}

    /** One declaration inside a struct. */
    sealed interface Member {
        int NO_DISCRIMINANT = 0xFFFF;

        String name();

        /** Its number in the unnamed union, or {@link #NO_DISCRIMINANT}. */
        int discriminant();

        default boolean isUnionMember() {
            return discriminant() != NO_DISCRIMINANT;
        }
    }

    /**
     * A field with a place of its own.
     *
     * @param offset in units of the field's length (bits for a boolean, words for a pointer)
     * @param defaultBits what the stored bits are combined with by exclusive or
     */
    record Slot(String name, int discriminant, int offset, FieldType type, long defaultBits) implements Member {}

    /** A group of fields that live in the sections of the struct around them. */
    record Group(String name, int discriminant, long structId) implements Member {}

    /** The type of a slot or of a list's elements. */
    sealed interface FieldType {
        record VoidType() implements FieldType {}

        record BooleanType() implements FieldType {}

        /** @param bits 8, 16, 32 or 64 */
        record IntegerType(int bits, boolean isSigned) implements FieldType {
            int bytes() {
                return bits / 8;
            }
        }

        /** @param bits 32 or 64 */
        record FloatType(int bits) implements FieldType {
            int bytes() {
                return bits / 8;
            }
        }

        record TextType() implements FieldType {}

        record DataType() implements FieldType {}

        record EnumType(long id) implements FieldType {}

        record StructType(long id) implements FieldType {}

        record ListType(FieldType element) implements FieldType {}
    }
}
