package io.vireo.controlplane.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionYamlTest {

    @Test
    void readsTheSubsetThatIsServed() {
        FunctionConfiguration configuration = parse("""
                apiVersion: nuclio.io/v1
                kind: NuclioFunction
                metadata:
                  name: thumbnails
                spec:
                  description: passed over
                  handler: thumbs:run
                  runtime: python:3.11
                  eventTimeout: 1m30s
                  env:
                    - name: SIZE
                      value: 128
                    - name: DEBUG
                      value: true
                  resources:
                    limits:
                      memory: 256Mi
                  build:
                    commands: [pip install pillow]
                  bindings:
                    data:
                      container: photos
                      prefix: in/
                      writable: true
                    archive:
                      container: old
                  triggers:
                    web:
                      kind: http
                      numWorkers: 4
                      attributes:
                        maxRequestBodySize: 1048576
                        auth: none
                """);

        assertThat(configuration.handler()).isEqualTo("thumbs:run");
        assertThat(configuration.runtime()).isEqualTo("python");
        assertThat(configuration.eventTimeoutMs()).isEqualTo(90_000);
        assertThat(configuration.environment()).containsOnly(Map.entry("SIZE", "128"), Map.entry("DEBUG", "true"));
        assertThat(configuration.memoryMib()).isEqualTo(256);
        assertThat(configuration.bindings())
                .containsExactly(new Binding("data", "photos", "in/", true), new Binding("archive", "old", "", false));
        assertThat(configuration.workers()).isEqualTo(4);
        assertThat(configuration.maxRequestBodyBytes()).isEqualTo(1_048_576);
        assertThat(configuration.isOpen()).isTrue();
    }

    @Test
    void keepsTheDefaultOfWhatIsNotSaid() {
        assertThat(parse("spec: {}")).isEqualTo(FunctionConfiguration.DEFAULT);
        assertThat(parse("")).isEqualTo(FunctionConfiguration.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "1m30s, 90000", "1.5s, 1500", "1h, 3600000"})
    void readsDurations(String text, int milliseconds) {
        assertThat(parse("spec: {eventTimeout: " + text + "}").eventTimeoutMs()).isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: {eventTimeout: soon}                              | spec.eventTimeout",
                "spec: {eventTimeout: 10s tomorrow}                      | spec.eventTimeout",
                "spec: {env: {A: b}}                                     | spec.env",
                "spec: {env: [{name: A, valueFrom: {secret: x}}]}        | spec.env[0].valueFrom",
                "spec: {env: [{name: A, value: 1}, {name: A, value: 2}]} | spec.env[1].name",
                "spec: {bindings: {d: {container: c, writable: 7}}}      | spec.bindings.d.writable",
                "spec: {bindings: [a]}                                   | spec.bindings",
                "spec: {triggers: {k: {kind: kafka-cluster}}}            | spec.triggers.k.kind",
                "spec: {triggers: {h: {kind: http, numWorkers: many}}}   | spec.triggers.h.numWorkers",
                "spec: {triggers: {h: {attributes: {auth: maybe}}}}      | spec.triggers.h.attributes.auth",
                "spec: {resources: {limits: {memory: lots}}}             | spec.resources.limits.memory",
                "spec: [1]                                               | spec",
                "spec: {handler: [a]}                                    | spec.handler",
            })
    void namesTheKeyAtFault(String yaml, String key) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ControlPlaneException.class)
                .satisfies(error ->
                        assertThat(((ControlPlaneException) error).field()).contains("function.yaml:" + key));
    }

    @Test
    void namesTheLineOfWhatIsNoYaml() {
        assertThatThrownBy(() -> parse("spec:\n  handler: 'open\n"))
                .hasMessageContaining("is not YAML")
                .hasMessageContaining("line");
    }

    @Test
    void makesNoObjectsAndExpandsNoBombs() {
        assertThatThrownBy(() -> parse("spec: !!java.net.URL ['http://localhost']"))
                .hasMessageContaining("is not YAML");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        assertThatThrownBy(() -> parse(bomb.toString())).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> parse("# " + "x".repeat(70_000))).hasMessageContaining("too long");
    }

    @Test
    void readsTheCommentAtTheHeadOfASource() {
        FunctionFiles files = FunctionFiles.ofText(Map.of("shrink.py", """
                # Copyright of somebody
                # @nuclio.configure
                #
                # function.yaml:
                #   spec:
                #     handler: shrink:go
                #     triggers:
                #       http:
                #         kind: http
                #         numWorkers: 2

                import os

                def go(context, event):
                    pass
                """));

        FunctionConfiguration configuration = FunctionYaml.configurationIn(files);

        assertThat(configuration.handler()).isEqualTo("shrink:go");
        assertThat(configuration.workers()).isEqualTo(2);
    }

    @Test
    void prefersTheFileOverTheComment() {
        FunctionFiles files = FunctionFiles.ofText(Map.of(
                "main.py", "# @nuclio.configure\n# function.yaml:\n#   spec:\n#     handler: comment:go\n",
                "function.yaml", "spec: {handler: 'file:go'}"));

        assertThat(FunctionYaml.configurationIn(files).handler()).isEqualTo("file:go");
    }

    @Test
    void takesTheHandlerFromTheOnlySource() {
        assertThat(FunctionYaml.configurationIn(FunctionFiles.ofText(Map.of("resize.py", "")))
                        .handler())
                .isEqualTo("resize:handler");
        assertThat(FunctionYaml.configurationIn(FunctionFiles.ofText(Map.of("a.py", "", "b.py", "")))
                        .handler())
                .isEqualTo("main:handler");
    }

    private static FunctionConfiguration parse(String yaml) {
        return FunctionYaml.parse(yaml, FunctionConfiguration.DEFAULT);
    }
}
