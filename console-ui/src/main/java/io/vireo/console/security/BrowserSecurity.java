package io.vireo.console.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import io.vireo.console.signin.SignInView;
import io.vireo.identity.ConsoleSecurity;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Requests of browsers: everything but the API, which has a chain of its own. */
@Configuration(proxyBeanMethods = false)
class BrowserSecurity {
    @Bean
    SecurityFilterChain browserChain(HttpSecurity http, ConsoleSecurity sessions) {
        http.authorizeHttpRequests(
                requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll() // the ends of requests that were let in
                        .requestMatchers("/vireo/**", "/webjars/**", "/favicon.ico", "/favicon.svg")
                        .permitAll());
        http.headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives(StartPagePolicy.withoutInlineScripts()))
                // At once, not when the response is committed: a page that Vaadin's servlet writes commits
                // behind Spring's back.
                .withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
                    @Override
                    public <T extends HeaderWriterFilter> T postProcess(T filter) {
                        filter.setShouldWriteHeadersEagerly(true);
                        return filter;
                    }
                })
                .frameOptions(frame -> frame.deny())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(
                        permissions -> permissions.policy("camera=(), microphone=(), geolocation=()")));
        http.addFilterBefore(new DatabaseDownFilter(), SecurityContextHolderFilter.class);
        sessions.applyTo(http);
        http.with(VaadinSecurityConfigurer.vaadin(), vaadin -> vaadin.loginView(SignInView.class, "/sign-in")
                // What is no page is ours too: log streams, and addresses that answer "not found" inside the shell.
                .anyRequest(requests -> requests.authenticated()));
        return http.build();
    }

    @Bean
    AuthenticationManager authenticationManager(AuthenticationConfiguration configuration) {
        return configuration.getAuthenticationManager();
    }
}
