package io.vireo.controlplane.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.identity.FieldFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRulesTest {
    private static final FunctionFiles FILES = FunctionFiles.ofText(Map.of("main.py", "", "pkg/__init__.py", ""));

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "hello", "a-1", "0", "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123"})
    void acceptsNames(String name) {
        assertThatCode(() -> FunctionRules.requireName(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "-a",
                "a-",
                "a_b",
                "a/b",
                "..",
                "ä",
                "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij1234"
            })
    void refusesNames(String name) {
        assertThatThrownBy(() -> FunctionRules.requireName(name)).hasMessageContaining("1 to 63");
    }

    @Test
    void acceptsWhatIsWithinTheLimits() {
        assertThatCode(() -> FunctionRules.requireDeployable(FILES, FunctionConfiguration.DEFAULT, ""))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        FunctionRules.requireDeployable(FILES, configuration("pkg:run", 32, 3_600_000, 65_536), ""))
                .doesNotThrowAnyException();
    }

    @Test
    void findsEveryFaultAtOnce() {
        FunctionConfiguration faulty = new FunctionConfiguration(
                "nocolon", "cobol", 33, -1, Map.of("1A", "x", "NUCLIO_X", "y"), List.of(), false, 31, 0);

        assertThat(faultsOf(FunctionFiles.EMPTY, faulty, "m".repeat(501)))
                .containsExactlyInAnyOrder(
                        "files",
                        "message",
                        "config.runtime",
                        "config.handler",
                        "config.workers",
                        "config.eventTimeoutMs",
                        "config.maxRequestBodyBytes",
                        "config.memoryMib",
                        "config.env[1A]",
                        "config.env[NUCLIO_X]");
    }

    @Test
    void wantsTheModuleOfTheHandlerAmongTheFiles() {
        assertThat(faultsOf(FILES, configuration("other:handler", 1, 0, 0), "")).containsExactly("config.handler");
        assertThat(faultsOf(FILES, configuration("a.b:handler", 1, 0, 0), "")).containsExactly("config.handler");
    }

    @Test
    void checksBindings() {
        FunctionConfiguration configuration = withBindings(List.of(
                new Binding("data", "c", "", true),
                new Binding("data", "c", "", true),
                new Binding("1", "", "/abs", true),
                new Binding("ok", "c", "a/../b", true),
                new Binding("ok2", "c", "a/b/", true)));

        assertThat(faultsOf(FILES, configuration, ""))
                .containsExactly(
                        "config.bindings[1].name",
                        "config.bindings[2].name",
                        "config.bindings[2].container",
                        "config.bindings[2].prefix",
                        "config.bindings[3].prefix");
    }

    @Test
    void boundsTheEnvironmentAsAWhole() {
        FunctionConfiguration it = FunctionConfiguration.DEFAULT;
        FunctionConfiguration large = new FunctionConfiguration(
                it.handler(), it.runtime(), 1, 0, Map.of("A", "x".repeat(128 * 1024)), List.of(), false, 0, 1);

        assertThat(faultsOf(FILES, large, "")).containsExactly("config.env");
    }

    private static List<String> faultsOf(FunctionFiles files, FunctionConfiguration configuration, String message) {
        try {
            FunctionRules.requireDeployable(files, configuration, message);
            return List.of();
        } catch (ControlPlaneException e) {
            return e.faults().stream().map(FieldFault::field).toList();
        }
    }

    private static FunctionConfiguration configuration(String handler, int workers, int eventTimeoutMs, int memoryMib) {
        return new FunctionConfiguration(
                handler, "python", workers, eventTimeoutMs, Map.of(), List.of(), false, memoryMib, 1);
    }

    private static FunctionConfiguration withBindings(List<Binding> bindings) {
        return new FunctionConfiguration("main:handler", "python", 1, 0, Map.of(), bindings, false, 0, 1);
    }
}
