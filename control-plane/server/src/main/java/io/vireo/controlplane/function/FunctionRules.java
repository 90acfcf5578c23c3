package io.vireo.controlplane.function;

import static io.vireo.controlplane.function.FunctionLimits.MAX_BINDINGS;
import static io.vireo.controlplane.function.FunctionLimits.MAX_ENVIRONMENT_BYTES;
import static io.vireo.controlplane.function.FunctionLimits.MAX_EVENT_TIMEOUT_MS;
import static io.vireo.controlplane.function.FunctionLimits.MAX_MEMORY_MIB;
import static io.vireo.controlplane.function.FunctionLimits.MAX_MESSAGE_LENGTH;
import static io.vireo.controlplane.function.FunctionLimits.MAX_PREFIX_BYTES;
import static io.vireo.controlplane.function.FunctionLimits.MAX_REQUEST_BODY_BYTES;
import static io.vireo.controlplane.function.FunctionLimits.MAX_VARIABLES;
import static io.vireo.controlplane.function.FunctionLimits.MAX_WORKERS;
import static io.vireo.controlplane.function.FunctionLimits.MIN_MEMORY_MIB;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.identity.FieldFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a function, and a version of it, must be. Finds all faults at once, so that a form can show them all. */
final class FunctionRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern HANDLER = Pattern.compile("([\\w-]+(?:\\.[\\w-]+)*):(\\w+)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern BINDING = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");
    private static final List<String> RESERVED_PREFIXES = List.of("NUCLIO_", "VIREO_");

    private FunctionRules() {}

    /**
     * Checks the name of a new function.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD}
     */
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ControlPlaneException.invalid(
                    "name", "name must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit");
        }
    }

    /**
     * Checks what is about to become a version.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} with every fault
     */
    static void requireDeployable(FunctionFiles files, FunctionConfiguration configuration, String message) {
        List<FieldFault> faults = new ArrayList<>();
        if (files.count() == 0) {
            faults.add(new FieldFault("files", "a version needs at least one file"));
        }
        if (message.length() > MAX_MESSAGE_LENGTH) {
            faults.add(new FieldFault(
                    "message", "message is too long: length=" + message.length() + " max=" + MAX_MESSAGE_LENGTH));
        }
        checkRuntime(configuration, files, faults);
        checkBounds(configuration, faults);
        checkEnvironment(configuration, faults);
        checkBindings(configuration.bindings(), faults);
        if (!faults.isEmpty()) {
            throw new ControlPlaneException(ErrorCode.INVALID_FIELD, faults);
        }
    }

    private static void checkRuntime(
            FunctionConfiguration configuration, FunctionFiles files, List<FieldFault> faults) {
        if (!configuration.runtime().equals("python")) {
            faults.add(new FieldFault("config.runtime", "runtime must be python: runtime=" + configuration.runtime()));
        }
        Matcher handler = HANDLER.matcher(configuration.handler());
        if (!handler.matches()) {
            faults.add(new FieldFault(
                    "config.handler",
                    "handler must be module:function, such as main:handler: handler=" + configuration.handler()));
            return;
        }
        String module = handler.group(1).replace('.', '/');
        if (files.count() > 0 && !files.contains(module + ".py") && !files.contains(module + "/__init__.py")) {
            faults.add(new FieldFault(
                    "config.handler", "handler names a module that is not among the files: " + module + ".py"));
        }
    }

    private static void checkBounds(FunctionConfiguration configuration, List<FieldFault> faults) {
        checkRange("workers", configuration.workers(), 1, MAX_WORKERS, faults);
        checkRange("eventTimeoutMs", configuration.eventTimeoutMs(), 0, MAX_EVENT_TIMEOUT_MS, faults);
        checkRange("maxRequestBodyBytes", configuration.maxRequestBodyBytes(), 1, MAX_REQUEST_BODY_BYTES, faults);
        if (configuration.memoryMib() != 0) {
            checkRange("memoryMib", configuration.memoryMib(), MIN_MEMORY_MIB, MAX_MEMORY_MIB, faults);
        }
    }

    private static void checkRange(String name, int value, int min, int max, List<FieldFault> faults) {
        if (value < min || value > max) {
            faults.add(new FieldFault(
                    "config." + name, "%s must be %d to %d: %s=%d".formatted(name, min, max, name, value)));
        }
    }

    private static void checkEnvironment(FunctionConfiguration configuration, List<FieldFault> faults) {
        if (configuration.environment().size() > MAX_VARIABLES) {
            faults.add(new FieldFault(
                    "config.env",
                    "too many variables: count=" + configuration.environment().size() + " max=" + MAX_VARIABLES));
        }
        int[] length = {0};
        configuration.environment().forEach((name, value) -> {
            length[0] += name.getBytes(UTF_8).length + value.getBytes(UTF_8).length;
            String field = "config.env[" + name + "]";
            if (!VARIABLE.matcher(name).matches()) {
                faults.add(
                        new FieldFault(field, "a variable's name must be letters, digits and _, at most 128: " + name));
            } else if (RESERVED_PREFIXES.stream().anyMatch(name::startsWith)) {
                faults.add(
                        new FieldFault(field, "names that start with NUCLIO_ or VIREO_ are the platform's: " + name));
            }
            if (value.indexOf('\0') >= 0) {
                faults.add(new FieldFault(field, "a variable's value must not hold a zero character: " + name));
            }
        });
        if (length[0] > MAX_ENVIRONMENT_BYTES) {
            faults.add(new FieldFault(
                    "config.env",
                    "variables are too long together: bytes=" + length[0] + " max=" + MAX_ENVIRONMENT_BYTES));
        }
    }

    private static void checkBindings(List<Binding> bindings, List<FieldFault> faults) {
        if (bindings.size() > MAX_BINDINGS) {
            faults.add(new FieldFault(
                    "config.bindings", "too many bindings: count=" + bindings.size() + " max=" + MAX_BINDINGS));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            String field = "config.bindings[" + i + "]";
            if (!BINDING.matcher(binding.name()).matches()) {
                faults.add(new FieldFault(
                        field + ".name",
                        "a binding's name must be a letter or _, then letters, digits, _ and -, at most 63"));
            } else if (!names.add(binding.name())) {
                faults.add(new FieldFault(field + ".name", "two bindings have this name: " + binding.name()));
            }
            if (binding.container().isEmpty()) {
                faults.add(new FieldFault(field + ".container", "a binding needs the name of a container"));
            }
            checkPrefix(field + ".prefix", binding.prefix(), faults);
        }
    }

    private static void checkPrefix(String field, String prefix, List<FieldFault> faults) {
        if (prefix.isEmpty()) {
            return;
        }
        int length = prefix.getBytes(UTF_8).length;
        if (length > MAX_PREFIX_BYTES) {
            faults.add(new FieldFault(field, "prefix is too long: bytes=" + length + " max=" + MAX_PREFIX_BYTES));
        }
        String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                faults.add(new FieldFault(
                        field,
                        "prefix must be a path without leading / and without empty, . or .. segments: " + prefix));
                return;
            }
        }
    }
}
