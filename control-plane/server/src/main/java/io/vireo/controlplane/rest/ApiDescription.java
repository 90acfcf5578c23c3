package io.vireo.controlplane.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** The OpenAPI description at {@code /api/v1/openapi.json}, made from the controllers, and the limits of uploads. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/vireo/controlplane/rest/rest.properties")
class ApiDescription {
    private static final String BEARER = "bearer";

    @Bean
    OpenAPI openApi(@Value("${vireo.version}") String version) {
        return new OpenAPI()
                .info(new Info()
                        .title("Vireo")
                        .version(version)
                        .description(
                                "Tenants, identity, functions, nodes and audit of an installation. Errors are problem"
                                        + " details (RFC 9457) with a stable code; lists are read by cursor."))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme(BEARER)))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }
}
