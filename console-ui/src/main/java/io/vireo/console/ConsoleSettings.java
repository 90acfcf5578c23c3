package io.vireo.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the console itself is told; keys {@code vireo.console.*}.
 *
 * @param version of the product, for people
 */
@ConfigurationProperties("vireo.console")
public record ConsoleSettings(@DefaultValue("0.1.0") String version) {}
