package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.util.List;

/** Source of the reader of one struct. */
final class JavaReaderEmitter {
    private static final List<String> IMPORTS = List.of(
            "io.vireo.channel.capnp.DataListReader",
            "io.vireo.channel.capnp.DataReader",
            "io.vireo.channel.capnp.DoubleListReader",
            "io.vireo.channel.capnp.LongListReader",
            "io.vireo.channel.capnp.StructListReader",
            "io.vireo.channel.capnp.StructReader",
            "io.vireo.channel.capnp.TextListReader",
            "java.lang.foreign.MemorySegment",
            "org.jspecify.annotations.Nullable");

    private final Schema schema;
    private final StructNode node;
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    JavaReaderEmitter(Schema schema, StructNode node) {
        this.schema = schema;
        this.node = node;
    }

    String emit() {
        String name = node.name() + "Reader";
        if (!node.isGroup()) {
            methods.append("""
                        /** Moves this reader to the root of the framed message at a place of a buffer. */
                        public NAME wrap(MemorySegment buffer, long offset, long length) {
                            wrapRoot(buffer, offset, length);
                            return this;
                        }

                    """.replace("NAME", name));
        } else {
            methods.append(
                    "    NAME in(StructReader around) {\n        wrapGroup(around);\n        return this;\n    }\n\n"
                            .replace("NAME", name));
        }
        if (node.hasUnion()) {
            methods.append("""
                        /** Which member of the union is set. */
                        public TYPE which() {
                            return TYPE.of(Short.toUnsignedInt(readShort(OFFSET)));
                        }

                    """.replace("TYPE", node.name() + "Which")
                    .replace("OFFSET", Integer.toString(node.discriminantOffset())));
        }
        for (Member member : node.members()) {
            switch (member) {
                case Slot slot -> slot(slot);
                case Group group -> group(group);
            }
        }
        String body =
                "/** Reader of a %s. */\npublic final class %s extends StructReader {\n".formatted(node.name(), name)
                        + fields
                        + (fields.isEmpty() ? "" : "\n")
                        + "    /** On no message yet. */\n    public " + name + "() {}\n\n"
                        + methods.toString().stripTrailing()
                        + "\n}\n";
        return JavaEmitter.fileStart() + JavaEmitter.imports(body, IMPORTS) + "\n" + body;
    }

    private void slot(Slot slot) {
        String method = Names.javaMethod(slot.name());
        switch (slot.type()) {
            case FieldType.VoidType _ -> {}
            case FieldType.BooleanType _ ->
                value(
                        slot,
                        "boolean",
                        "readBoolean(%d)%s".formatted(slot.offset(), slot.defaultBits() != 0 ? " ^ true" : ""));
            case FieldType.IntegerType type -> integer(slot, type);
            case FieldType.FloatType(int bits) -> {
                if (bits == 32) {
                    value(slot, "float", "Float.intBitsToFloat(%s)".formatted(number(slot, "readInt", 4)));
                } else {
                    value(slot, "double", "Double.longBitsToDouble(%s)".formatted(number(slot, "readLong", 8)));
                }
            }
            case FieldType.EnumType(long id) ->
                value(
                        slot,
                        schema.enumeration(id).name(),
                        "%s.of(Short.toUnsignedInt(%s))"
                                .formatted(schema.enumeration(id).name(), shortNumber(slot)));
            case FieldType.TextType _ -> {
                has(slot);
                value(slot, "String", method + "Bytes().toText()");
                child(slot, method + "Bytes", "readBytes(%d, reader, true)");
            }
            case FieldType.DataType _ -> {
                has(slot);
                child(slot, method, "readBytes(%d, reader, false)");
            }
            case FieldType.StructType _ -> {
                has(slot);
                child(slot, method, "readStruct(%d, reader)");
            }
            case FieldType.ListType _ -> {
                has(slot);
                child(slot, method, "reader.wrapField(this, %d)");
            }
        }
    }

    private void integer(Slot slot, FieldType.IntegerType type) {
        switch (type.bits()) {
            case 8 -> {
                String read = number(slot, "readByte", 1);
                value(
                        slot,
                        "int",
                        type.isSigned()
                                ? "(byte) (%s)".formatted(read)
                                : "Byte.toUnsignedInt((byte) (%s))".formatted(read));
            }
            case 16 ->
                value(
                        slot,
                        "int",
                        type.isSigned() ? shortNumber(slot) : "Short.toUnsignedInt(%s)".formatted(shortNumber(slot)));
            case 32 -> {
                String read = number(slot, "readInt", 4);
                value(
                        slot,
                        type.isSigned() ? "int" : "long",
                        type.isSigned() ? read : "Integer.toUnsignedLong(%s)".formatted(read));
            }
            default -> value(slot, "long", number(slot, "readLong", 8));
        }
    }

    private static String shortNumber(Slot slot) {
        String read = number(slot, "readShort", 2);
        return slot.defaultBits() == 0 ? read : "(short) (%s)".formatted(read);
    }

    private static String number(Slot slot, String method, int bytes) {
        String read = "%s(%d)".formatted(method, slot.offset() * bytes);
        if (slot.defaultBits() == 0) {
            return read;
        }
        return "%s ^ 0x%x%s".formatted(read, JavaEmitter.mask(slot, bytes * 8), bytes == 8 ? "L" : "");
    }

    private void value(Slot slot, String type, String expression) {
        String check = slot.type() instanceof FieldType.TextType ? "" : JavaEmitter.memberCheck(node, slot);
        methods.append("    /** Field {@code %s}. */\n".formatted(slot.name()))
                .append("    public %s %s() {\n".formatted(type, Names.javaMethod(slot.name())))
                .append(check)
                .append("        return %s;\n    }\n\n".formatted(expression));
    }

    private void has(Slot slot) {
        String check = slot.isUnionMember()
                ? "Short.toUnsignedInt(readShort(%d)) == %d && "
                        .formatted(node.discriminantOffset(), slot.discriminant())
                : "";
        methods.append("    /** Whether {@code %s} is set. */\n".formatted(slot.name()))
                .append("    public boolean has%s() {\n".formatted(Names.capitalised(slot.name())))
                .append("        return %sreadHas(%d);\n    }\n\n".formatted(check, slot.offset()));
    }

    private void child(Slot slot, String method, String read) {
        String type = JavaEmitter.childType(schema, slot.type(), "Reader");
        childField(method, type);
        String call = read.formatted(slot.offset());
        boolean isList = slot.type() instanceof FieldType.ListType;
        methods.append("    /** Field {@code %s}; the same object at each call, moved. */\n".formatted(slot.name()))
                .append("    public %s %s() {\n".formatted(type, method))
                .append(JavaEmitter.memberCheck(node, slot))
                .append(cached(method, type, JavaEmitter.newChild(schema, slot.type(), "Reader")))
                .append(
                        isList
                                ? "        %s;\n        return reader;\n".formatted(call)
                                : "        return %s;\n".formatted(call))
                .append("    }\n\n");
    }

    private void group(Group group) {
        String type = schema.struct(group.structId()).name() + "Reader";
        String method = Names.javaMethod(group.name());
        childField(method, type);
        methods.append("    /** Group {@code %s}; the same object at each call, moved. */\n".formatted(group.name()))
                .append("    public %s %s() {\n".formatted(type, method))
                .append(JavaEmitter.memberCheck(node, group))
                .append(cached(method, type, "new %s()".formatted(type)))
                .append("        return reader.in(this);\n    }\n\n");
    }

    private void childField(String method, String type) {
        fields.append("    private @Nullable %s %s;\n".formatted(type, method));
    }

    private static String cached(String field, String type, String expression) {
        return """
                        TYPE reader = FIELD;
                        if (reader == null) {
                            reader = EXPRESSION;
                            FIELD = reader;
                        }
                """.replace("TYPE", type).replace("FIELD", "this." + field).replace("EXPRESSION", expression);
    }
}
