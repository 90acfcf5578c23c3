package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.util.List;

/** Source of the writer of one struct. */
final class JavaWriterEmitter {
    private static final List<String> IMPORTS = List.of(
            "io.vireo.channel.capnp.DataListWriter",
            "io.vireo.channel.capnp.DoubleListWriter",
            "io.vireo.channel.capnp.LongListWriter",
            "io.vireo.channel.capnp.StructListWriter",
            "io.vireo.channel.capnp.StructWriter",
            "io.vireo.channel.capnp.TextListWriter",
            "java.lang.foreign.MemorySegment",
            "org.jspecify.annotations.Nullable");

    private final Schema schema;
    private final StructNode node;
    private final String name;
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    JavaWriterEmitter(Schema schema, StructNode node) {
        this.schema = schema;
        this.node = node;
        this.name = node.name() + "Writer";
    }

    String emit() {
        if (!node.isGroup()) {
            methods.append("""
                        /** Starts a message with this struct as its root; {@link #finish} ends it. */
                        public NAME wrap(MemorySegment buffer, long offset, long capacity) {
                            wrapRoot(buffer, offset, capacity);
                            return this;
                        }

                    """.replace("NAME", name));
        } else {
            methods.append(
                    "    NAME in(StructWriter around) {\n        wrapGroup(around);\n        return this;\n    }\n\n"
                            .replace("NAME", name));
        }
        for (Member member : node.members()) {
            switch (member) {
                case Slot slot -> slot(slot);
                case Group group -> group(group);
            }
        }
        String body =
                "/** Writer of a %s. */\npublic final class %s extends StructWriter {\n".formatted(node.name(), name)
                        + fields
                        + (fields.isEmpty() ? "" : "\n")
                        + "    /** On no message yet. */\n    public " + name
                        + "() {\n        super(%d, %d);\n    }\n\n".formatted(node.dataWords(), node.pointerCount())
                        + methods.toString().stripTrailing()
                        + "\n}\n";
        return JavaEmitter.fileStart() + JavaEmitter.imports(body, IMPORTS) + "\n" + body;
    }

    private String selection(Member member) {
        return member.isUnionMember()
                ? "        writeShort(%d, %d);\n".formatted(node.discriminantOffset(), member.discriminant())
                : "";
    }

    private void slot(Slot slot) {
        int offset = slot.offset();
        switch (slot.type()) {
            case FieldType.VoidType _ -> {
                if (slot.isUnionMember()) {
                    setter(slot, "set" + Names.capitalised(slot.name()), "", "");
                }
            }
            case FieldType.BooleanType _ ->
                setter(
                        slot,
                        "boolean value",
                        "writeBoolean(%d, value%s)".formatted(offset, slot.defaultBits() != 0 ? " ^ true" : ""));
            case FieldType.IntegerType type -> integer(slot, type);
            case FieldType.FloatType(int bits) -> {
                if (bits == 32) {
                    setter(
                            slot,
                            "float value",
                            "writeInt(%d, Float.floatToRawIntBits(value)%s)".formatted(offset * 4, xor(slot, 32)));
                } else {
                    setter(
                            slot,
                            "double value",
                            "writeLong(%d, Double.doubleToRawLongBits(value)%s)".formatted(offset * 8, xor(slot, 64)));
                }
            }
            case FieldType.EnumType(long id) ->
                setter(
                        slot,
                        schema.enumeration(id).name() + " value",
                        "writeShort(%d, value.number()%s)".formatted(offset * 2, xor(slot, 16)));
            case FieldType.TextType _ -> {
                setter(slot, "String value", "writeText(%d, value)".formatted(offset));
                setter(
                        slot,
                        "MemorySegment source, long offset, int length",
                        "writeText(%d, source, offset, length)".formatted(offset));
            }
            case FieldType.DataType _ -> {
                setter(slot, "byte[] value", "writeData(%d, value)".formatted(offset));
                setter(
                        slot,
                        "MemorySegment source, long offset, int length",
                        "writeData(%d, source, offset, length)".formatted(offset));
            }
            case FieldType.StructType _ -> child(slot, "", "initStruct(%d, writer)".formatted(offset), false);
            case FieldType.ListType _ ->
                child(slot, "int count", "writer.initField(this, %d, count)".formatted(offset), true);
        }
    }

    private void integer(Slot slot, FieldType.IntegerType type) {
        int bits = type.bits();
        int offset = slot.offset() * type.bytes();
        String javaType = bits == 64 || bits == 32 && !type.isSigned() ? "long" : "int";
        long minimum = type.isSigned() ? -(1L << (bits - 1)) : 0;
        long maximum = type.isSigned() ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        String checked = bits == 64 || bits == 32 && type.isSigned()
                ? "value"
                : "(int) inRange(value, %dL, %dL)".formatted(minimum, maximum);
        String method =
                switch (bits) {
                    case 8 -> "writeByte";
                    case 16 -> "writeShort";
                    case 32 -> "writeInt";
                    default -> "writeLong";
                };
        setter(slot, javaType + " value", "%s(%d, %s%s)".formatted(method, offset, checked, xor(slot, bits)));
    }

    private static String xor(Slot slot, int bits) {
        return slot.defaultBits() == 0
                ? ""
                : " ^ 0x%x%s".formatted(JavaEmitter.mask(slot, bits), bits == 64 ? "L" : "");
    }

    private void setter(Slot slot, String parameters, String call) {
        setter(slot, Names.javaMethod(slot.name()), parameters, call);
    }

    private void setter(Slot slot, String method, String parameters, String call) {
        methods.append("    /** Sets {@code %s}. */\n".formatted(slot.name()))
                .append("    public %s %s(%s) {\n".formatted(name, method, parameters))
                .append(selection(slot))
                .append(call.isEmpty() ? "" : "        %s;\n".formatted(call))
                .append("        return this;\n    }\n\n");
    }

    private void child(Slot slot, String parameters, String call, boolean isList) {
        String type = JavaEmitter.childType(schema, slot.type(), "Writer");
        methods.append("    /** Takes space for {@code %s}; the same object at each call, moved. */\n"
                        .formatted(slot.name()))
                .append("    public %s init%s(%s) {\n".formatted(type, Names.capitalised(slot.name()), parameters))
                .append(selection(slot))
                .append(cached(slot.name(), type, JavaEmitter.newChild(schema, slot.type(), "Writer")))
                .append(
                        isList
                                ? "        %s;\n        return writer;\n".formatted(call)
                                : "        return %s;\n".formatted(call))
                .append("    }\n\n");
    }

    private void group(Group group) {
        String type = schema.struct(group.structId()).name() + "Writer";
        methods.append("    /** Selects the group {@code %s}; the same object at each call, moved. */\n"
                        .formatted(group.name()))
                .append("    public %s init%s() {\n".formatted(type, Names.capitalised(group.name())))
                .append(selection(group))
                .append(cached(group.name(), type, "new %s()".formatted(type)))
                .append("        return writer.in(this);\n    }\n\n");
    }

    private String cached(String field, String type, String expression) {
        String safe = Names.javaMethod(field);
        fields.append("    private @Nullable %s %s;\n".formatted(type, safe));
        return """
                        TYPE writer = FIELD;
                        if (writer == null) {
                            writer = EXPRESSION;
                            FIELD = writer;
                        }
                """.replace("TYPE", type).replace("FIELD", "this." + safe).replace("EXPRESSION", expression);
    }
}
