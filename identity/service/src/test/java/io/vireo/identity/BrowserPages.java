package io.vireo.identity;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A console of one page, which says who is signed in and with which roles. */
@TestConfiguration
class BrowserPages {
    @Bean
    SecurityFilterChain pages(HttpSecurity http, ConsoleSecurity sessions) {
        sessions.applyTo(http);
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    @RestController
    static class WhoAmI {
        private final PrincipalHolder principals;

        WhoAmI(PrincipalHolder principals) {
            this.principals = principals;
        }

        @GetMapping("/who-am-i")
        String answer() {
            Principal principal = principals.require();
            return principal.name() + " "
                    + principal.bindings().stream()
                            .map(RoleBinding::role)
                            .sorted()
                            .toList();
        }
    }
}
