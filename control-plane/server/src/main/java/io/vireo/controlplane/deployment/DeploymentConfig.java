package io.vireo.controlplane.deployment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deployments are judged.
 *
 * @param timeLimit after which a deployment that does not serve has failed, 1 s to 1 h
 */
@ConfigurationProperties(prefix = "vireo.deployment", ignoreUnknownFields = false)
public record DeploymentConfig(@DefaultValue("60s") Duration timeLimit) {
    /** Checks the bounds. */
    public DeploymentConfig {
        if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0 || timeLimit.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("vireo.deployment.time-limit must be 1s to 1h: " + timeLimit);
        }
    }
}
