package io.vireo.identity.web;

import io.vireo.identity.principal.RequestTrace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Names every request: in its answer, in the log and in the audit log. A caller's own name is taken over if it is harmless. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestTraceFilter extends OncePerRequestFilter {
    static final String HEADER = "X-Request-Id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String requestId = requestId(request.getHeader(HEADER));
        MDC.put(RequestTrace.REQUEST_ID, requestId);
        MDC.put(RequestTrace.ADDRESS, request.getRemoteAddr());
        response.setHeader(HEADER, requestId);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(RequestTrace.REQUEST_ID);
            MDC.remove(RequestTrace.ADDRESS);
        }
    }

    private static String requestId(@Nullable String wanted) {
        return wanted != null && HARMLESS.matcher(wanted).matches()
                ? wanted
                : UUID.randomUUID().toString();
    }
}
