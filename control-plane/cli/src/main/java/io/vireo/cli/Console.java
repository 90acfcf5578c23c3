package io.vireo.cli;

import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command prints, and the environment that it was called in. Results go to the output, progress and errors to the errors.
 *
 * @param environment variables by name
 */
record Console(PrintStream output, PrintStream errors, Map<String, String> environment) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    void print(String line) {
        output.println(line);
    }

    void printJson(Object value) {
        output.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }

    void progress(String step) {
        errors.println(step);
    }

    void refuse(CommandException refused) {
        errors.println("vireo: " + refused.getMessage());
        if (!refused.advice().isEmpty()) {
            errors.println("  " + refused.advice());
        }
    }
}
