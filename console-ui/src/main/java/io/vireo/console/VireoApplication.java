package io.vireo.console;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.spring.annotation.EnableVaadin;
import com.vaadin.flow.theme.lumo.Lumo;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The one server process: console, control plane, identity and tenants in one Spring application. What runs beside it (agents,
 * engines, gateways) needs it only for changes.
 */
@SpringBootApplication(scanBasePackages = "io.vireo")
@ConfigurationPropertiesScan("io.vireo")
@EntityScan("io.vireo")
@EnableJpaRepositories("io.vireo")
@EnableScheduling
@EnableVaadin("io.vireo.console")
@Push(transport = Transport.WEBSOCKET_XHR)
@StyleSheet(Lumo.STYLESHEET)
@StyleSheet("context://vireo/tokens.css")
@StyleSheet("context://vireo/theme.css")
public class VireoApplication implements AppShellConfigurator {
    /** Starts the process; everything it needs to know is in its environment. */
    public static void main(String[] arguments) {
        SpringApplication.run(VireoApplication.class, arguments);
    }
}
