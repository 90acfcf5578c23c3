package io.vireo.controlplane.snapshot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where tenants' gateways listen.
 *
 * @param nativePort at each tenant's own address, 1 to 65,535
 */
@ConfigurationProperties(prefix = "vireo.gateway", ignoreUnknownFields = false)
public record GatewayConfig(@DefaultValue("8081") int nativePort) {
    /** Checks the bounds. */
    public GatewayConfig {
        if (nativePort < 1 || nativePort > 65_535) {
            throw new IllegalArgumentException("vireo.gateway.native-port must be 1 to 65535: " + nativePort);
        }
    }
}
