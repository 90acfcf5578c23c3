package io.vireo.identity.web;

import io.vireo.identity.secret.InstallationSecrets;
import io.vireo.identity.session.LiveSessions;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * The filter chain of {@code /api/**}: bearer tokens and nothing else, no session, no cookie, hence no CSRF token. Whether a
 * signed-in principal may do a thing is decided by services, not by paths.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurityConfiguration {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain apiFilterChain(
            HttpSecurity http, LiveSessions sessions, InstallationSecrets secrets, ProblemResponder problems) {
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(
                        new BearerTokenFilter(sessions, secrets, problems), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll() // the ends of requests that were let in
                                .requestMatchers(HttpMethod.GET, "/api/v1/health", "/api/v1/openapi.json")
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/sessions", "/api/v1/first-administrator")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(errors -> errors.authenticationEntryPoint((_, response, _) -> problems.write(
                                response,
                                Problems.of(
                                        HttpStatus.UNAUTHORIZED,
                                        "unauthenticated",
                                        "sign in first: send Authorization: Bearer TOKEN")))
                        .accessDeniedHandler((_, response, _) -> problems.write(
                                response, Problems.of(HttpStatus.FORBIDDEN, "forbidden", "not allowed"))))
                .build();
    }
}
