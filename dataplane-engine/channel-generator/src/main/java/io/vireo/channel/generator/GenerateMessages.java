package io.vireo.channel.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the flyweights of the schemas whose {@code CodeGeneratorRequest} comes on standard input.
 *
 * <pre>capnp compile -o- item.capnp engine.capnp | java … GenerateMessages JAVA-FOLDER PYTHON-FILE C-HEADER</pre>
 */
public final class GenerateMessages {
    private GenerateMessages() {}

    /**
     * Runs the generator.
     *
     * @param arguments the folder of the Java package, the Python file and the C header
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: capnp compile -o- SCHEMA… | GenerateMessages JAVA-FOLDER PYTHON-FILE C-HEADER");
            System.exit(2);
        }
        byte[] request = System.in.readAllBytes();
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : javaFiles(request).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(Path.of(arguments[1]), pythonModule(request));
        Files.writeString(Path.of(arguments[2]), cHeader(request));
    }

    /**
     * The Java sources of a request.
     *
     * @param request a framed {@code CodeGeneratorRequest}
     * @return file name to text, sorted by name
     */
    public static Map<String, String> javaFiles(byte[] request) {
        return new JavaEmitter(SchemaReader.read(request)).emit();
    }

    /**
     * The Python module of a request.
     *
     * @param request a framed {@code CodeGeneratorRequest}
     * @return the text of {@code message.py}
     */
    public static String pythonModule(byte[] request) {
        return new PythonEmitter(SchemaReader.read(request)).emit();
    }

    /**
     * The C header of a request.
     *
     * @param request a framed {@code CodeGeneratorRequest}
     * @return the text of {@code vireo_message.h}
     */
    public static String cHeader(byte[] request) {
        return new CEmitter(SchemaReader.read(request)).emit();
    }
}
