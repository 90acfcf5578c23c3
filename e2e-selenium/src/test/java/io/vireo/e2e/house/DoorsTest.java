package io.vireo.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every import between modules goes through a door of {@link Door}. */
class DoorsTest {
    @TempDir
    Path folder;

    @Test
    void everyImportGoesThroughADoor() {
        assertThat(violations(House.classes())).isEmpty();
    }

    @Test
    void everyModuleOfTheHouseIsSeen() {
        Set<String> roots = new TreeSet<>();
        for (JavaClass javaClass : House.classes()) {
            roots.add(Door.of(javaClass.getPackageName()).root());
        }

        assertThat(roots)
                .contains(
                        "io.vireo.channel",
                        "io.vireo.policy",
                        "io.vireo.supervision",
                        "io.vireo.engine",
                        "io.vireo.client",
                        "io.vireo.gateway",
                        "io.vireo.invoker",
                        "io.vireo.agent",
                        "io.vireo.cli",
                        "io.vireo.controlplane.api",
                        "io.vireo.identity",
                        "io.vireo.tenant",
                        "io.vireo.controlplane",
                        "io.vireo.editor",
                        "io.vireo.console");
    }

    @Test
    void stopsAGatewayThatReachesIntoTheEngine() throws IOException {
        Path planted = compile("io.vireo.gateway", "class Planted { io.vireo.engine.EngineProcess engine; }");

        assertThat(violations(House.classesIn(planted)))
                .anySatisfy(line -> assertThat(line).contains("io.vireo.gateway.Planted", "io.vireo.engine"));
    }

    @Test
    void stopsAChannelThatUsesALibrary() throws IOException {
        Path planted =
                compile("io.vireo.channel", "class Planted { org.assertj.core.api.AbstractAssert<?, ?> library; }");

        assertThat(violations(House.classesIn(planted)))
                .anySatisfy(line -> assertThat(line).contains("io.vireo.channel.Planted", "org.assertj"));
    }

    @Test
    void stopsAScreenThatReachesBehindTheFaceOfAModule() throws IOException {
        String hidden = hiddenPackageOf("io.vireo.identity");
        Path planted = compile("io.vireo.console", "class Planted { Class<?> hidden = " + hidden + ".class; }");

        assertThat(violations(House.classesIn(planted)))
                .anySatisfy(line -> assertThat(line).contains("io.vireo.console.Planted"));
    }

    private static List<String> violations(JavaClasses house) {
        List<String> violations = new ArrayList<>();
        for (JavaClass javaClass : house) {
            if (!House.isOurs(javaClass)) {
                continue;
            }
            Door door = Door.of(javaClass.getPackageName());
            for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!door.admits(target)) {
                    violations.add(javaClass.getName() + " -> "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        return violations.stream().distinct().sorted().toList();
    }

    /** A public class of a sub-package of the module: what another module must not see. */
    private static String hiddenPackageOf(String root) {
        for (JavaClass javaClass : House.classes()) {
            if (javaClass.getPackageName().startsWith(root + ".")
                    && javaClass.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                    && javaClass.isTopLevelClass()) {
                return javaClass.getName();
            }
        }
        throw new AssertionError("no public class below " + root);
    }

    private Path compile(String packageName, String body) throws IOException {
        Path source = folder.resolve("Planted.java");
        Files.writeString(source, "package " + packageName + ";\n" + body + "\n");
        Path output = Files.createDirectory(folder.resolve("classes"));
        String classPath = String.join(
                        ":", House.classFolders().stream().map(Path::toString).toList())
                + ":" + System.getProperty("java.class.path");

        int outcome = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", output.toString(), source.toString());

        assertThat(outcome).as("the planted class compiles").isZero();
        return output;
    }
}
