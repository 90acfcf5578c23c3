package io.vireo.controlplane.push;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where agents dial in.
 *
 * @param port 0 (any free one) to 65,535
 * @param listenAddress an IP address or a host name of this machine
 */
@ConfigurationProperties(prefix = "vireo.agents", ignoreUnknownFields = false)
public record AgentListenerConfig(
        @DefaultValue("8090") int port,
        @DefaultValue("127.0.0.1") String listenAddress) {
    /** Checks the bounds. */
    public AgentListenerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("vireo.agents.port must be 0 to 65535: " + port);
        }
        if (listenAddress.isBlank()) {
            throw new IllegalArgumentException("vireo.agents.listen-address must not be empty");
        }
    }
}
