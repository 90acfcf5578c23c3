package io.vireo.channel.generator;

import io.vireo.channel.generator.Schema.EnumNode;
import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Member;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Java sources of a schema: a reader and a writer for each struct and group, an enum for each enum and each union. */
final class JavaEmitter {
    private static final String HEADER =
            "// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.\n";
    private static final String PACKAGE = "package io.vireo.channel.message;\n";

    private final Schema schema;

    JavaEmitter(Schema schema) {
        this.schema = schema;
    }

    /** File name to text. */
    Map<String, String> emit() {
        Map<String, String> files = new TreeMap<>();
        files.put("package-info.java", packageInfo());
        for (EnumNode node : schema.enums().values()) {
            files.put(node.name() + ".java", enumeration(node.name(), "Values of the schema's enum.", node.values()));
        }
        for (StructNode node : schema.structs().values()) {
            files.put(node.name() + "Reader.java", new JavaReaderEmitter(schema, node).emit());
            files.put(node.name() + "Writer.java", new JavaWriterEmitter(schema, node).emit());
            if (node.hasUnion()) {
                List<String> members =
                        node.unionMembers().stream().map(Member::name).toList();
                files.put(
                        node.name() + "Which.java",
                        enumeration(
                                node.name() + "Which",
                                "Which member of the union of a %s is set.".formatted(node.name()),
                                members));
            }
        }
        return files;
    }

    static String fileStart() {
        return HEADER + PACKAGE + "\n";
    }

    private static String packageInfo() {
        return HEADER + """
                /**
                 * Readers and writers of the messages that channels carry: flyweights over a
                 * {@link java.lang.foreign.MemorySegment}, generated from the schemas in {@code src/main/capnp}.
                 */
                @NullMarked
                """ + PACKAGE + "\nimport org.jspecify.annotations.NullMarked;\n";
    }

    private static String enumeration(String name, String comment, List<String> values) {
        StringBuilder out = new StringBuilder(fileStart());
        out.append("/** ").append(comment).append(" */\n");
        out.append("public enum ").append(name).append(" {\n");
        for (String value : values) {
            out.append("    ").append(Names.constant(value)).append(",\n");
        }
        out.append("    /** A number that this version of the schema does not know. Cannot be written. */\n");
        out.append("    UNRECOGNIZED;\n\n");
        out.append("""
                    private static final NAME[] VALUES = values();

                    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
                    public static NAME of(int number) {
                        return number >= 0 && number < VALUES.length ? VALUES[number] : UNRECOGNIZED;
                    }

                    /** The number that stands for this value in a message. */
                    public int number() {
                        if (this == UNRECOGNIZED) {
                            throw new IllegalArgumentException("no number: value=UNRECOGNIZED");
                        }
                        return ordinal();
                    }
                }
                """.replace("NAME", name).indent(0));
        return out.toString();
    }

    /** Type of a child in reading or writing code; role is {@code Reader} or {@code Writer}. */
    static String childType(Schema schema, FieldType type, String role) {
        return switch (type) {
            case FieldType.StructType(long id) -> schema.struct(id).name() + role;
            case FieldType.ListType(FieldType element) ->
                switch (element) {
                    case FieldType.StructType(long id) ->
                        "StructList%s<%s%s>".formatted(role, schema.struct(id).name(), role);
                    case FieldType.TextType _ -> "TextList" + role;
                    case FieldType.DataType _ -> "DataList" + role;
                    case FieldType.IntegerType _ -> "LongList" + role;
                    case FieldType.FloatType _ -> "DoubleList" + role;
                    case FieldType.VoidType _, FieldType.BooleanType _, FieldType.EnumType _, FieldType.ListType _ ->
                        throw new UnsupportedSchemaException("list of " + element);
                };
            case FieldType.TextType _, FieldType.DataType _ -> "Data" + role;
            case FieldType.VoidType _,
                    FieldType.BooleanType _,
                    FieldType.IntegerType _,
                    FieldType.FloatType _,
                    FieldType.EnumType _ -> throw new UnsupportedSchemaException("not a child: " + type);
        };
    }

    /** Expression that makes a child of that type. */
    static String newChild(Schema schema, FieldType type, String role) {
        if (type instanceof FieldType.ListType(FieldType.StructType(long id))) {
            return "new StructList%s<>(new %s%s())"
                    .formatted(role, schema.struct(id).name(), role);
        }
        return "new %s()".formatted(childType(schema, type, role));
    }

    /** Imports of the runtime package that a source uses. */
    static String imports(String body, List<String> candidates) {
        StringBuilder out = new StringBuilder();
        for (String candidate : candidates) {
            String simpleName = candidate.substring(candidate.lastIndexOf('.') + 1);
            if (body.matches("(?s).*\\b" + simpleName + "\\b.*")) {
                out.append("import ").append(candidate).append(";\n");
            }
        }
        return out.toString();
    }

    /** Statement that refuses to read a union's member while another is set, or nothing outside a union. */
    static String memberCheck(StructNode node, Member member) {
        return member.isUnionMember()
                ? "        requireMember(%d, %d);\n".formatted(node.discriminantOffset(), member.discriminant())
                : "";
    }

    static long mask(Slot slot, int bits) {
        return bits == 64 ? slot.defaultBits() : slot.defaultBits() & ((1L << bits) - 1);
    }
}
