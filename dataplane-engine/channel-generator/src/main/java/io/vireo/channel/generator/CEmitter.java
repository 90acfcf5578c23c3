package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.EnumNode;
import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.util.List;

/**
 * The C header of a schema: where each field lies, as constants, and the numbers of enums and unions.
 *
 * <pre>
 *   PREFIX_DATA_WORDS, PREFIX_POINTERS   lengths of a struct's sections
 *   PREFIX_FIELD_AT, _BIT, _PTR          bytes or bits from the start of the data, or the number of a pointer
 *   PREFIX_FIELD_XOR                     what the stored bits are combined with by exclusive or, when they have a default
 *   PREFIX_WHICH_AT, PREFIX_IS_MEMBER    of the union: its discriminant's place, and its value for a member
 * </pre>
 */
final class CEmitter {
    private static final String PREFIX = "VIREO_";

    private final Schema schema;
    private final StringBuilder out = new StringBuilder();

    CEmitter(Schema schema) {
        this.schema = schema;
    }

    String emit() {
        out.append("""
                /* Generated from the schemas in channel/src/main/capnp by channel-generator. Do not edit. */
                /* Where the fields of the messages lie that channels carry: _AT in bytes of the data, _BIT in bits, _PTR in pointers, _XOR the default's bits. */
                #ifndef VIREO_MESSAGE_H
                #define VIREO_MESSAGE_H
                """);
        for (EnumNode node : schema.enums().values()) {
            begin(node.name() + ": values of the schema's enum; a later schema may have more");
            numbers(node.name(), node.values());
            out.append("};\n");
        }
        schema.structs().values().forEach(this::struct);
        return out.append("\n#endif\n").toString();
    }

    private void struct(StructNode node) {
        begin(node.name());
        constant(node.name(), "DATA_WORDS", node.dataWords());
        constant(node.name(), "POINTERS", node.pointerCount());
        if (node.hasUnion()) {
            constant(node.name(), "WHICH_AT", node.discriminantOffset());
            numbers(
                    node.name() + "Is",
                    node.unionMembers().stream().map(Member::name).toList());
        }
        for (Member member : node.members()) {
            switch (member) {
                case Slot slot -> place(node.name(), slot);
                case Group group -> {} // its fields are listed with the group's own name
            }
        }
        out.append("};\n");
    }

    private void place(String struct, Slot slot) {
        String field = Names.constant(slot.name());
        if (slot.defaultBits() >>> Integer.SIZE != 0) {
            throw new UnsupportedSchemaException("a default over 32 bits is not translated to C: field=" + slot.name());
        }
        if (slot.defaultBits() != 0) {
            constant(struct, field + "_XOR", (int) slot.defaultBits());
        }
        switch (slot.type()) {
            case FieldType.VoidType _ -> {}
            case FieldType.BooleanType _ -> constant(struct, field + "_BIT", slot.offset());
            case FieldType.IntegerType type -> constant(struct, field + "_AT", slot.offset() * type.bytes());
            case FieldType.FloatType type -> constant(struct, field + "_AT", slot.offset() * type.bytes());
            case FieldType.EnumType _ -> constant(struct, field + "_AT", slot.offset() * Short.BYTES);
            case FieldType.TextType _, FieldType.DataType _, FieldType.StructType _, FieldType.ListType _ ->
                constant(struct, field + "_PTR", slot.offset());
        }
    }

    private void begin(String comment) {
        out.append("\n/* %s */\nenum {\n".formatted(comment));
    }

    private void numbers(String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            constant(name, Names.constant(values.get(i)), i);
        }
    }

    private void constant(String type, String name, int value) {
        out.append("    %s%s_%s = %d,\n".formatted(PREFIX, Names.constant(type), name, value));
    }
}
