package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.EnumNode;
import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.util.List;

/** The Python module of a schema: classes of numbers for enums and unions, a reader and a writer class for each struct. */
final class PythonEmitter {
    private final Schema schema;
    private final StringBuilder out = new StringBuilder();

    PythonEmitter(Schema schema) {
        this.schema = schema;
    }

    String emit() {
        out.append("""
                # Generated from the schemas in channel/src/main/capnp by channel-generator. Do not edit.
                \"""Readers and writers of the messages that channels carry.\"""

                from vireo_client import capnp
                from vireo_client.capnp import (
                    get_bool, get_f32, get_f64, get_i8, get_i16, get_i32, get_i64, get_u8, get_u16, get_u32, get_u64,
                    put_bool, put_f32, put_f64, put_i8, put_i16, put_i32, put_i64, put_u8, put_u16, put_u32, put_u64)

                # ruff: noqa: F401
                """);
        for (EnumNode node : schema.enums().values()) {
            numbers(node.name(), "Values of the schema's enum; a later schema may have more.", node.values());
        }
        for (StructNode node : schema.structs().values()) {
            if (node.hasUnion()) {
                List<String> members =
                        node.unionMembers().stream().map(Member::name).toList();
                numbers(
                        node.name() + "Which",
                        "Which member of the union of a %s is set.".formatted(node.name()),
                        members);
            }
        }
        schema.structs().values().forEach(this::reader);
        schema.structs().values().forEach(this::writer);
        return out.toString();
    }

    private void numbers(String name, String comment, List<String> values) {
        out.append("\n\nclass %s:\n    \"\"\"%s\"\"\"\n".formatted(name, comment));
        for (int i = 0; i < values.size(); i++) {
            out.append("    %s = %d\n".formatted(Names.constant(values.get(i)), i));
        }
    }

    private void reader(StructNode node) {
        out.append("\n\nclass %sReader(capnp.StructReader):\n    \"\"\"Reader of a %s.\"\"\"\n    __slots__ = ()\n"
                .formatted(node.name(), node.name()));
        if (node.hasUnion()) {
            property("which", "", number("u16", node.discriminantOffset(), 2, ""));
        }
        for (Member member : node.members()) {
            String check = member.isUnionMember()
                    ? "        self._require(%d, %d)\n".formatted(node.discriminantOffset(), member.discriminant())
                    : "";
            String name = Names.python(member.name());
            switch (member) {
                case Group group ->
                    property(
                            name,
                            check,
                            "return self._group(%sReader)"
                                    .formatted(schema.struct(group.structId()).name()));
                case Slot slot -> read(name, check, slot);
            }
        }
    }

    private void read(String name, String check, Slot slot) {
        int offset = slot.offset();
        switch (slot.type()) {
            case FieldType.VoidType _ -> {}
            case FieldType.BooleanType _ ->
                property(
                        name,
                        check,
                        "return %sget_bool(self, %d)".formatted(slot.defaultBits() != 0 ? "not " : "", offset));
            case FieldType.IntegerType type ->
                property(name, check, number(format(type), offset * type.bytes(), type.bytes(), xor(slot)));
            case FieldType.FloatType type -> {
                requireNoDefault(slot);
                property(name, check, number("f" + type.bits(), offset * type.bytes(), type.bytes(), ""));
            }
            case FieldType.EnumType _ -> property(name, check, number("u16", offset * 2, 2, xor(slot)));
            case FieldType.TextType _ -> pointer(name, check, offset, "return self._text(%d)".formatted(offset));
            case FieldType.DataType _ -> pointer(name, check, offset, "return self._data(%d)".formatted(offset));
            case FieldType.StructType(long id) ->
                pointer(
                        name,
                        check,
                        offset,
                        "return self._struct(%d, %sReader)"
                                .formatted(offset, schema.struct(id).name()));
            case FieldType.ListType(FieldType element) ->
                pointer(name, check, offset, "return " + readList(element, offset));
        }
    }

    private String readList(FieldType element, int offset) {
        return switch (element) {
            case FieldType.StructType(long id) ->
                "self._structs(%d, %sReader)"
                        .formatted(offset, schema.struct(id).name());
            case FieldType.TextType _ -> "self._texts(%d)".formatted(offset);
            case FieldType.DataType _ -> "self._datas(%d)".formatted(offset);
            case FieldType.IntegerType _ -> "self._numbers(%d, 'q')".formatted(offset);
            case FieldType.FloatType _ -> "self._numbers(%d, 'd')".formatted(offset);
            case FieldType.VoidType _, FieldType.BooleanType _, FieldType.EnumType _, FieldType.ListType _ ->
                throw new UnsupportedSchemaException("list of " + element);
        };
    }

    private static String number(String format, int offset, int bytes, String xor) {
        return """
                at = self._d + %d
                        return get_%s(self._b, at)[0]%s if at + %d <= self._p else %s""".formatted(offset, format, xor, bytes, xor.isEmpty() ? "0" : xor.substring(3));
    }

    private void property(String name, String check, String body) {
        out.append("\n    @property\n    def %s(self):\n%s        %s\n".formatted(name, check, body));
    }

    private void pointer(String name, String check, int offset, String body) {
        property(name, check, body);
        out.append("\n    def has_%s(self):\n%s        return self._has(%d)\n".formatted(name, check, offset));
    }

    private void writer(StructNode node) {
        out.append("\n\nclass %sWriter(capnp.StructWriter):\n    \"\"\"Writer of a %s.\"\"\"\n    __slots__ = ()\n"
                .formatted(node.name(), node.name()));
        out.append("    DATA_WORDS = %d\n    POINTERS = %d\n".formatted(node.dataWords(), node.pointerCount()));
        if (!node.isGroup()) {
            out.append("    TEMPLATE = capnp.template(%d, %d)\n".formatted(node.dataWords(), node.pointerCount()));
        }
        for (Member member : node.members()) {
            String selection = member.isUnionMember()
                    ? "        put_u16(self._m, self._d + %d, %d)\n"
                            .formatted(node.discriminantOffset(), member.discriminant())
                    : "";
            String name = Names.python(member.name());
            switch (member) {
                case Group group ->
                    method(
                            "init_" + name,
                            "",
                            selection,
                            "return self._group(%sWriter)"
                                    .formatted(schema.struct(group.structId()).name()));
                case Slot slot -> write(name, selection, slot);
            }
        }
    }

    private void write(String name, String selection, Slot slot) {
        int offset = slot.offset();
        switch (slot.type()) {
            case FieldType.VoidType _ -> {
                if (slot.isUnionMember()) {
                    method("set_" + name, "", selection, "");
                }
            }
            case FieldType.BooleanType _ ->
                setter(
                        name,
                        selection,
                        "put_bool(self, %d, %svalue)".formatted(offset, slot.defaultBits() != 0 ? "not " : ""));
            case FieldType.IntegerType type ->
                setter(
                        name,
                        selection,
                        "put_%s(self._m, self._d + %d, value%s)"
                                .formatted(format(type), offset * type.bytes(), xor(slot)));
            case FieldType.FloatType type ->
                setter(
                        name,
                        selection,
                        "put_f%d(self._m, self._d + %d, value)".formatted(type.bits(), offset * type.bytes()));
            case FieldType.EnumType _ ->
                setter(name, selection, "put_u16(self._m, self._d + %d, value%s)".formatted(offset * 2, xor(slot)));
            case FieldType.TextType _ -> setter(name, selection, "self._set_text(%d, value)".formatted(offset));
            case FieldType.DataType _ -> setter(name, selection, "self._set_data(%d, value)".formatted(offset));
            case FieldType.StructType(long id) ->
                method(
                        "init_" + name,
                        "",
                        selection,
                        "return self._init_struct(%d, %sWriter)"
                                .formatted(offset, schema.struct(id).name()));
            case FieldType.ListType(FieldType.StructType(long id)) ->
                method(
                        "init_" + name,
                        ", count",
                        selection,
                        "return self._init_structs(%d, count, %sWriter)"
                                .formatted(offset, schema.struct(id).name()));
            case FieldType.ListType(FieldType element) -> setter(name, selection, setList(element, offset));
        }
    }

    private static String setList(FieldType element, int offset) {
        return switch (element) {
            case FieldType.TextType _ -> "self._set_texts(%d, value)".formatted(offset);
            case FieldType.DataType _ -> "self._set_datas(%d, value)".formatted(offset);
            case FieldType.IntegerType _ -> "self._set_numbers(%d, 'q', value)".formatted(offset);
            case FieldType.FloatType _ -> "self._set_numbers(%d, 'd', value)".formatted(offset);
            case FieldType.VoidType _,
                    FieldType.BooleanType _,
                    FieldType.EnumType _,
                    FieldType.StructType _,
                    FieldType.ListType _ -> throw new UnsupportedSchemaException("list of " + element);
        };
    }

    private void setter(String name, String selection, String body) {
        method("set_" + name, ", value", selection, body);
    }

    private void method(String name, String parameters, String selection, String body) {
        out.append("\n    def %s(self%s):\n%s%s"
                .formatted(name, parameters, selection, body.isEmpty() ? "" : "        " + body + "\n"));
    }

    private static String format(FieldType.IntegerType type) {
        return (type.isSigned() ? "i" : "u") + type.bits();
    }

    /** In Python, which has no fixed width, exclusive or with the signed default gives the signed value. */
    private static String xor(Slot slot) {
        if (slot.defaultBits() == 0) {
            return "";
        }
        if (slot.type() instanceof FieldType.IntegerType(int bits, boolean isSigned) && isSigned) {
            return " ^ " + (slot.defaultBits() << (64 - bits) >> (64 - bits));
        }
        return " ^ " + Long.toUnsignedString(slot.defaultBits());
    }

    private static void requireNoDefault(Slot slot) {
        if (slot.defaultBits() != 0) {
            throw new UnsupportedSchemaException(
                    "a default of a floating-point field is not translated: field=" + slot.name());
        }
    }
}
