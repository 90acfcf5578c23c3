package io.vireo.e2e.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the modules of the tree are, and their compiled classes. */
final class House {
    /** Root of the checkout: the folder above this module. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private House() {}

    /** Compiled main classes of every module. */
    static JavaClasses classes() {
        return Compiled.CLASSES;
    }

    /** Compiled classes of one folder; those of the modules that they use are known by name. */
    static JavaClasses classesIn(Path folder) {
        return new ClassFileImporter().importPath(folder);
    }

    /** Read once. */
    private static final class Compiled {
        static final JavaClasses CLASSES = new ClassFileImporter().importPaths(classFolders());
    }

    static List<Path> classFolders() {
        try (Stream<Path> poms = Files.walk(ROOT, 3)) {
            return poms.filter(path -> path.endsWith("pom.xml"))
                    .map(pom -> pom.resolveSibling("target/classes"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Source files of the tree that a person writes: no build output, nothing generated. */
    static List<Path> sources(String suffix) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> !isOutput(ROOT.relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOutput(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.equals("target") || name.equals(".git") || name.equals(".vireo") || name.equals("node_modules")) {
                return true;
            }
        }
        return false;
    }

    static boolean isOurs(JavaClass javaClass) {
        return javaClass.getPackageName().startsWith("io.vireo");
    }
}
