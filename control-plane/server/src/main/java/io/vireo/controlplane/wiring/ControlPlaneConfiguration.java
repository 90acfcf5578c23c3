package io.vireo.controlplane.wiring;

import io.vireo.controlplane.certificate.AuthorityFiles;
import io.vireo.controlplane.certificate.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the features of this module are given: the installation's authority, randomness, a clock that only goes forward. */
@Configuration(proxyBeanMethods = false)
class ControlPlaneConfiguration {
    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    LongSupplier nanoClock() {
        return System::nanoTime;
    }

    @Bean
    CertificateAuthority certificateAuthority(
            @Value("${vireo.data-directory}") Path dataDirectory, Clock clock, SecureRandom random) throws IOException {
        Path secrets = dataDirectory.resolve("secrets");
        Files.createDirectories(
                secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new AuthorityFiles(secrets, clock, random).open();
    }
}
