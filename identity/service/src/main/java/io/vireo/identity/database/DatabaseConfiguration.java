package io.vireo.identity.database;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaVendorAdapter;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Puts {@link ScopedJpaDialect} under the transaction manager, and tells migrations who the application is. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean
    JpaVendorAdapter jpaVendorAdapter() {
        return new ScopedJpaVendorAdapter();
    }

    /** Migrations run as the owner of the schema and grant to the role that the application connects as. */
    @Bean
    FlywayConfigurationCustomizer applicationRolePlaceholder(
            @Value("${spring.datasource.username}") String applicationRole) {
        return configuration -> configuration.placeholders(Map.of("applicationRole", applicationRole));
    }

    private static final class ScopedJpaVendorAdapter extends HibernateJpaVendorAdapter {
        private final ScopedJpaDialect dialect = new ScopedJpaDialect();

        @Override
        public HibernateJpaDialect getJpaDialect() {
            return dialect;
        }
    }
}
