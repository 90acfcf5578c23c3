package io.vireo.controlplane.function;

import static io.vireo.controlplane.function.FunctionLimits.MAX_YAML_BYTES;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the configuration that a function's files bring along, in the form that Nuclio gave it: {@code function.yaml}, or
 * a comment at the head of a source file:
 *
 * <pre>
 * # @nuclio.configure
 * #
 * # function.yaml:
 * #   spec:
 * #     handler: main:handler
 * </pre>
 *
 * <p>Served keys of {@code spec}: {@code handler, runtime, env, eventTimeout, bindings.NAME{container, prefix, writable},
 * resources.limits.memory, triggers.NAME{kind: http, numWorkers, attributes{maxRequestBodySize, auth}}}. A trigger of
 * another kind is refused, because a function that is never called is worse than an error; other keys say how to build
 * and place an image, which has no meaning here, and are passed over.
 */
final class FunctionYaml {
    private static final String FILE = "function.yaml";
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("(\\d+)(Ki|Mi|Gi|K|M|G)?");
    private static final Pattern INLINE_START = Pattern.compile("^\\s*(#|//)\\s*@nuclio\\.configure\\s*$");

    private FunctionYaml() {}

    /**
     * The configuration that the files bring along, or {@link FunctionConfiguration#DEFAULT} with a handler that fits the
     * only source file.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} naming the key at fault
     */
    static FunctionConfiguration configurationIn(FunctionFiles files) {
        FunctionConfiguration start = withHandlerOfTheOnlySource(files);
        Optional<String> yaml = files.text(FILE);
        if (yaml.isEmpty()) {
            yaml = files.paths().stream()
                    .filter(path -> path.endsWith(".py") && !path.contains("/"))
                    .flatMap(path -> files.text(path).flatMap(FunctionYaml::inlineConfiguration).stream())
                    .findFirst();
        }
        return yaml.map(text -> parse(text, start)).orElse(start);
    }

    private static FunctionConfiguration withHandlerOfTheOnlySource(FunctionFiles files) {
        List<String> sources = files.paths().stream()
                .filter(path -> path.endsWith(".py") && !path.contains("/"))
                .toList();
        if (files.contains("main.py") || sources.size() != 1) {
            return FunctionConfiguration.DEFAULT;
        }
        String module = sources.getFirst().substring(0, sources.getFirst().length() - ".py".length());
        FunctionConfiguration it = FunctionConfiguration.DEFAULT;
        return new FunctionConfiguration(
                module + ":handler",
                it.runtime(),
                it.workers(),
                it.eventTimeoutMs(),
                it.environment(),
                it.bindings(),
                it.isOpen(),
                it.memoryMib(),
                it.maxRequestBodyBytes());
    }

    /** The YAML in the comment at the head of a source file; empty if there is none. */
    static Optional<String> inlineConfiguration(String source) {
        String marker = "";
        boolean isInside = false;
        StringBuilder yaml = new StringBuilder();
        for (String line : source.split("\n", -1)) {
            if (!isInside) {
                Matcher start = INLINE_START.matcher(line);
                if (start.matches()) {
                    marker = start.group(1);
                    isInside = true;
                }
                continue;
            }
            String text = line.stripLeading();
            if (!text.startsWith(marker)) {
                break;
            }
            yaml.append(text.substring(marker.length())).append('\n');
        }
        int body = yaml.indexOf(FILE + ":");
        return body < 0 ? Optional.empty() : Optional.of(yaml.substring(body + FILE.length() + 1));
    }

    /** Reads YAML; what it does not say is that of {@code start}. */
    static FunctionConfiguration parse(String text, FunctionConfiguration start) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_YAML_BYTES) {
            throw invalid("", "is too long: max=" + MAX_YAML_BYTES + " bytes");
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(20);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(MAX_YAML_BYTES);
        Object document;
        try {
            document = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw invalid("", "is not YAML: " + e.getProblem() + " at line " + line);
        } catch (YAMLException e) {
            throw invalid("", "is not YAML: " + e.getMessage());
        }
        Map<?, ?> root = map("", document);
        return configuration(map("spec", root.get("spec")), start);
    }

    private static FunctionConfiguration configuration(Map<?, ?> spec, FunctionConfiguration start) {
        int workers = start.workers();
        int maxBody = start.maxRequestBodyBytes();
        boolean isOpen = start.isOpen();
        for (Map.Entry<?, ?> trigger :
                map("spec.triggers", spec.get("triggers")).entrySet()) {
            String path = "spec.triggers." + trigger.getKey();
            Map<?, ?> body = map(path, trigger.getValue());
            String kind = text(path + ".kind", body.get("kind"), "http");
            if (!kind.equals("http")) {
                throw invalid(path + ".kind", "is not served: kind=" + kind + " served=http");
            }
            Map<?, ?> attributes = map(path + ".attributes", body.get("attributes"));
            Object count = body.get("numWorkers") == null ? body.get("maxWorkers") : body.get("numWorkers");
            workers = integer(path + ".numWorkers", count, workers);
            maxBody = integer(path + ".attributes.maxRequestBodySize", attributes.get("maxRequestBodySize"), maxBody);
            String auth = text(path + ".attributes.auth", attributes.get("auth"), isOpen ? "none" : "key");
            if (!auth.equals("none") && !auth.equals("key")) {
                throw invalid(path + ".attributes.auth", "must be none or key: auth=" + auth);
            }
            isOpen = auth.equals("none");
        }
        String runtime = text("spec.runtime", spec.get("runtime"), start.runtime());
        return new FunctionConfiguration(
                text("spec.handler", spec.get("handler"), start.handler()),
                runtime.startsWith("python:") ? "python" : runtime,
                workers,
                milliseconds(spec.get("eventTimeout"), start.eventTimeoutMs()),
                environment(spec.get("env"), start.environment()),
                bindings(spec.get("bindings"), start.bindings()),
                isOpen,
                memoryMib(spec.get("resources"), start.memoryMib()),
                maxBody);
    }

    private static Map<String, String> environment(@Nullable Object value, Map<String, String> start) {
        if (value == null) {
            return start;
        }
        if (!(value instanceof List<?> variables)) {
            throw invalid("spec.env", "must be a list of {name, value}");
        }
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < variables.size(); i++) {
            String path = "spec.env[" + i + "]";
            Map<?, ?> variable = map(path, variables.get(i));
            if (variable.containsKey("valueFrom")) {
                throw invalid(path + ".valueFrom", "is not served; give a value");
            }
            String name = text(path + ".name", variable.get("name"), "");
            if (environment.put(name, text(path + ".value", variable.get("value"), "")) != null) {
                throw invalid(path + ".name", "is there twice: " + name);
            }
        }
        return environment;
    }

    private static List<Binding> bindings(@Nullable Object value, List<Binding> start) {
        if (value == null) {
            return start;
        }
        List<Binding> bindings = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map("spec.bindings", value).entrySet()) {
            String name = String.valueOf(entry.getKey());
            String path = "spec.bindings." + name;
            Map<?, ?> binding = map(path, entry.getValue());
            Object writable = binding.get("writable");
            if (writable != null && !(writable instanceof Boolean)) {
                throw invalid(path + ".writable", "must be true or false");
            }
            bindings.add(new Binding(
                    name,
                    text(path + ".container", binding.get("container"), ""),
                    text(path + ".prefix", binding.get("prefix"), ""),
                    Boolean.TRUE.equals(writable)));
        }
        return bindings;
    }

    private static int memoryMib(@Nullable Object resources, int start) {
        Object memory = map(
                        "spec.resources.limits",
                        map("spec.resources", resources).get("limits"))
                .get("memory");
        if (memory == null) {
            return start;
        }
        Matcher matcher = BYTES.matcher(String.valueOf(memory));
        if (!matcher.matches() || matcher.group(1).length() > 12) {
            throw invalid("spec.resources.limits.memory", "must be bytes, such as 256Mi: memory=" + memory);
        }
        long unit =
                switch (matcher.group(2)) {
                    case null -> 1;
                    case "K" -> 1_000;
                    case "M" -> 1_000_000;
                    case "G" -> 1_000_000_000;
                    case "Ki" -> 1L << 10;
                    case "Mi" -> 1L << 20;
                    case "Gi" -> 1L << 30;
                    default -> throw new AssertionError("the pattern knows no other unit");
                };
        return Math.toIntExact(
                Math.min(Integer.MAX_VALUE, (Long.parseLong(matcher.group(1)) * unit + (1 << 20) - 1) >> 20));
    }

    private static int milliseconds(@Nullable Object value, int start) {
        if (value == null) {
            return start;
        }
        String text = String.valueOf(value).strip();
        Matcher part = DURATION_PART.matcher(text);
        Duration total = Duration.ZERO;
        int position = 0;
        while (position < text.length() && part.find(position) && part.start() == position) {
            double amount = Double.parseDouble(part.group(1));
            long unitMs =
                    switch (part.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> throw new AssertionError("the pattern knows no other unit");
                    };
            total = total.plusMillis(Math.round(amount * unitMs));
            position = part.end();
        }
        if (position == 0 || position < text.length() || total.toMillis() > Integer.MAX_VALUE) {
            throw invalid("spec.eventTimeout", "must be a duration, such as 500ms or 1m30s: eventTimeout=" + text);
        }
        return (int) total.toMillis();
    }

    private static Map<?, ?> map(String path, @Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default -> throw invalid(path, "must be a mapping");
        };
    }

    private static String text(String path, @Nullable Object value, String start) {
        return switch (value) {
            case null -> start;
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> throw invalid(path, "must be text");
        };
    }

    private static int integer(String path, @Nullable Object value, int start) {
        return switch (value) {
            case null -> start;
            case Integer number -> number;
            default -> throw invalid(path, "must be a whole number: " + value);
        };
    }

    private static ControlPlaneException invalid(String path, String problem) {
        String field = path.isEmpty() ? FILE : FILE + ":" + path;
        return ControlPlaneException.invalid(field, field + " " + problem);
    }
}
