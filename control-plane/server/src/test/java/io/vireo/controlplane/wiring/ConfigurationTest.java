package io.vireo.controlplane.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.deployment.DeploymentConfig;
import io.vireo.controlplane.push.AgentListenerConfig;
import io.vireo.controlplane.snapshot.GatewayConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Names, defaults and bounds of what the process is configured with. */
class ConfigurationTest {
    private final ApplicationContextRunner process = new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @EnableConfigurationProperties({AgentListenerConfig.class, GatewayConfig.class, DeploymentConfig.class})
    static class Keys {}

    @Test
    void hasDefaults() {
        process.run(context -> {
            assertThat(context.getBean(AgentListenerConfig.class))
                    .isEqualTo(new AgentListenerConfig(8090, "127.0.0.1"));
            assertThat(context.getBean(GatewayConfig.class)).isEqualTo(new GatewayConfig(8081));
            assertThat(context.getBean(DeploymentConfig.class)).isEqualTo(new DeploymentConfig(Duration.ofSeconds(60)));
        });
    }

    @Test
    void readsItsKeys() {
        process.withPropertyValues(
                        "vireo.agents.port=9",
                        "vireo.agents.listen-address=::1",
                        "vireo.gateway.native-port=7",
                        "vireo.deployment.time-limit=5m")
                .run(context -> {
                    assertThat(context.getBean(AgentListenerConfig.class)).isEqualTo(new AgentListenerConfig(9, "::1"));
                    assertThat(context.getBean(GatewayConfig.class)).isEqualTo(new GatewayConfig(7));
                    assertThat(context.getBean(DeploymentConfig.class))
                            .isEqualTo(new DeploymentConfig(Duration.ofMinutes(5)));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vireo.agents.prot=1",
                "vireo.agents.port=65536",
                "vireo.agents.listen-address= ",
                "vireo.gateway.port=1",
                "vireo.gateway.native-port=0",
                "vireo.deployment.limit=1s",
                "vireo.deployment.time-limit=100ms",
                "vireo.deployment.time-limit=2h",
            })
    void doesNotStartWithAKeyOrValueThatIsNone(String property) {
        process.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
    }
}
