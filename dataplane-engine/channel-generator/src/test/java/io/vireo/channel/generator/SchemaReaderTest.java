package io.vireo.channel.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.generator.Schema.FieldType;
import io.vireo.channel.generator.Schema.Group;
import io.vireo.channel.generator.Schema.Slot;
import io.vireo.channel.generator.Schema.StructNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas small enough to see what the compiler says of them. */
class SchemaReaderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsTheCompiler() {
        boolean isPresent = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, "capnp")));
        Assumptions.assumeTrue(isPresent, "capnp is missing: apt-get install capnproto");
    }

    private byte[] request(String declarations) throws IOException {
        Path schema = folder.resolve("s.capnp");
        Files.writeString(schema, "@0xd4f1a0c6b3e95d21;\n" + declarations);
        Process process = new ProcessBuilder("capnp", "compile", "-o-", "s.capnp")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.getInputStream().readAllBytes();
    }

    private static StructNode struct(Schema schema, String name) {
        return schema.structs().values().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsPlacesTypesAndDefaults() throws IOException {
        Schema schema = SchemaReader.read(request(
                "struct S { a @0 :UInt16 = 7; b @1 :Bool = true; c @2 :Text; d @3 :List(Data); e @4 :Int64 = -1; }"));

        StructNode node = struct(schema, "S");

        assertThat(node.dataWords()).isEqualTo(2);
        assertThat(node.pointerCount()).isEqualTo(2);
        assertThat(node.members())
                .containsExactly(
                        new Slot("a", 0xFFFF, 0, new FieldType.IntegerType(16, false), 7),
                        new Slot("b", 0xFFFF, 16, new FieldType.BooleanType(), 1),
                        new Slot("c", 0xFFFF, 0, new FieldType.TextType(), 0),
                        new Slot("d", 0xFFFF, 1, new FieldType.ListType(new FieldType.DataType()), 0),
                        new Slot("e", 0xFFFF, 1, new FieldType.IntegerType(64, true), -1));
    }

    @Test
    void findsUnionsGroupsAndNestedNames() throws IOException {
        Schema schema = SchemaReader.read(
                request(
                        "struct S { union { a @0 :Void; g :group { x @1 :UInt8; y @2 :Inner; } } struct Inner { m @0 :Mode; } enum Mode { p @0; q @1; } }"));

        StructNode node = struct(schema, "S");

        assertThat(node.unionCount()).isEqualTo(2);
        assertThat(node.unionMembers().get(1)).isInstanceOf(Group.class);
        assertThat(struct(schema, "SG").isGroup()).isTrue();
        assertThat(struct(schema, "SInner").members()).hasSize(1);
        assertThat(schema.enums().values()).singleElement().satisfies(mode -> {
            assertThat(mode.name()).isEqualTo("SMode");
            assertThat(mode.values()).containsExactly("p", "q");
        });
    }

    @Test
    void refusesByNameWhatItDoesNotTranslate() {
        assertThatThrownBy(() -> SchemaReader.read(request("struct S { a @0 :AnyPointer; }")))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessageContaining("S.a");
        assertThatThrownBy(() -> SchemaReader.read(request("struct S { a @0 :List(List(Text)); }")))
                .hasMessageContaining("S.a");
        assertThatThrownBy(() -> SchemaReader.read(request("struct S { a @0 :List(UInt8); }")))
                .hasMessageContaining("a list holds");
        assertThatThrownBy(() -> SchemaReader.read(request("struct S { a @0 :Text = \"x\"; }")))
                .hasMessageContaining("a default needs a type without pointer");
    }

    @Test
    void refusesTwoDeclarationsOfOneName() {
        assertThatThrownBy(() -> SchemaReader.read(request("struct AB {} struct A { struct B {} }")))
                .hasMessageContaining("name=AB");
    }
}
