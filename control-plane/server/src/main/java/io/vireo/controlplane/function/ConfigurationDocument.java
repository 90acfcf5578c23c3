package io.vireo.controlplane.function;

import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A function's configuration as JSON has it, in requests, answers and the database. What is absent is that of {@link
 * FunctionConfiguration#DEFAULT}.
 */
record ConfigurationDocument(
        @Nullable String handler,
        @Nullable String runtime,
        @Nullable Integer workers,
        @Nullable Integer eventTimeoutMs,
        @Nullable Map<String, String> env,
        @Nullable List<BindingDocument> bindings,
        @Nullable Boolean open,
        @Nullable Integer memoryMib,
        @Nullable Integer maxRequestBodyBytes) {

    static ConfigurationDocument of(FunctionConfiguration configuration) {
        return new ConfigurationDocument(
                configuration.handler(),
                configuration.runtime(),
                configuration.workers(),
                configuration.eventTimeoutMs(),
                new TreeMap<>(configuration.environment()),
                configuration.bindings().stream().map(BindingDocument::of).toList(),
                configuration.isOpen(),
                configuration.memoryMib(),
                configuration.maxRequestBodyBytes());
    }

    FunctionConfiguration toConfiguration() {
        return over(FunctionConfiguration.DEFAULT);
    }

    /** This configuration; what it does not say is that of {@code start}. */
    FunctionConfiguration over(FunctionConfiguration start) {
        return new FunctionConfiguration(
                handler == null ? start.handler() : handler,
                runtime == null ? start.runtime() : runtime,
                workers == null ? start.workers() : workers,
                eventTimeoutMs == null ? start.eventTimeoutMs() : eventTimeoutMs,
                env == null ? start.environment() : env,
                bindings == null
                        ? start.bindings()
                        : bindings.stream().map(BindingDocument::toBinding).toList(),
                open == null ? start.isOpen() : open,
                memoryMib == null ? start.memoryMib() : memoryMib,
                maxRequestBodyBytes == null ? start.maxRequestBodyBytes() : maxRequestBodyBytes);
    }

    record BindingDocument(
            @Nullable String name,
            @Nullable String container,
            @Nullable String prefix,
            @Nullable Boolean writable) {

        static BindingDocument of(Binding binding) {
            return new BindingDocument(binding.name(), binding.container(), binding.prefix(), binding.isWritable());
        }

        Binding toBinding() {
            return new Binding(
                    name == null ? "" : name,
                    container == null ? "" : container,
                    prefix == null ? "" : prefix,
                    Boolean.TRUE.equals(writable));
        }
    }
}
