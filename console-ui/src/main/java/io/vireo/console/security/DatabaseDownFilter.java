package io.vireo.console.security;

import io.vireo.console.page.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers a browser's request that met a database which is down: with a page that needs none and comes back by itself. The
 * API has its own answer.
 */
final class DatabaseDownFilter extends OncePerRequestFilter {
    private static final String RETRY_AFTER_SECONDS = "3";

    private final byte[] page;

    DatabaseDownFilter() {
        try (InputStream content =
                new ClassPathResource("io/vireo/console/security/database-down.html").getInputStream()) {
            page = content.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the page for a database that is down is missing", e);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted() || !Failure.isDatabaseDown(e)) {
                throw e;
            }
            response.resetBuffer();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.setHeader("Cache-Control", "no-store");
            response.setContentType("text/html");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getOutputStream().write(page);
        }
    }
}
