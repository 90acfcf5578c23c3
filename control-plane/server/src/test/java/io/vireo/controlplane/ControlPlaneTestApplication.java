package io.vireo.controlplane;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The server process without the console. */
@SpringBootApplication(scanBasePackages = "io.vireo")
@ConfigurationPropertiesScan("io.vireo")
@EntityScan("io.vireo")
@EnableJpaRepositories("io.vireo")
class ControlPlaneTestApplication {}
