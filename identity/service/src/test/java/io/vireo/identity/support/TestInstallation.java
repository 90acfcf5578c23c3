package io.vireo.identity.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The application as {@code VireoApplication} wires it, over a database and a data directory of the test. */
@SpringBootApplication(scanBasePackages = "io.vireo")
@EntityScan("io.vireo")
@EnableJpaRepositories("io.vireo")
public class TestInstallation {
    /** Credential of the machine in the data directory. */
    public static final String MACHINE_TOKEN = "machine-token-of-tests";

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    /** What the supervisor puts into the environment of the process. */
    public static final class Environment implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "installation",
                            Map.ofEntries(
                                    Map.entry(
                                            "vireo.data-directory",
                                            dataDirectory().toString()),
                                    Map.entry("vireo.listen-address", "127.0.0.1"),
                                    Map.entry("vireo.gateway.native-port", "8081"),
                                    Map.entry("spring.datasource.url", RealDatabase.url()),
                                    Map.entry("spring.datasource.username", RealDatabase.APPLICATION),
                                    Map.entry("spring.datasource.password", RealDatabase.PASSWORD),
                                    Map.entry("spring.datasource.hikari.maximum-pool-size", "8"),
                                    Map.entry("spring.datasource.hikari.connection-timeout", "3000"),
                                    Map.entry("spring.flyway.url", RealDatabase.url()),
                                    Map.entry("spring.flyway.user", RealDatabase.OWNER),
                                    Map.entry("spring.flyway.password", RealDatabase.PASSWORD),
                                    Map.entry("spring.jpa.open-in-view", "false"),
                                    Map.entry("spring.jpa.hibernate.ddl-auto", "validate"),
                                    Map.entry("spring.main.banner-mode", "off"),
                                    Map.entry("logging.level.root", "WARN"))));
        }

        private static Path dataDirectory() {
            try {
                Path directory = Files.createTempDirectory("vireo-it-");
                Path secrets = Files.createDirectory(directory.resolve("secrets"));
                Files.writeString(secrets.resolve("cli-token"), MACHINE_TOKEN + "\n");
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
