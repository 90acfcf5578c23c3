package io.vireo.identity.web;

import io.vireo.identity.ProblemException;
import io.vireo.identity.principal.RequestTrace;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Problem details (RFC 9457) as every error of the API has them: {@code status}, {@code title}, {@code detail}, and beside them
 * {@code code}, the stable name of the error; {@code field}, if one is at fault, and {@code errors}, if several may be, each with its {@code
 * field} and {@code message}; {@code requestId}, to find the request in the log.
 */
final class Problems {
    private Problems() {}

    static ProblemDetail of(ProblemException error) {
        ProblemDetail problem = of(HttpStatus.valueOf(error.kind().httpStatus()), error.code(), error.getMessage());
        error.field().ifPresent(field -> problem.setProperty("field", field));
        if (!error.faults().isEmpty()) {
            problem.setProperty("errors", error.faults());
        }
        return problem;
    }

    static ProblemDetail of(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        Optional.ofNullable(MDC.get(RequestTrace.REQUEST_ID)).ifPresent(id -> problem.setProperty("requestId", id));
        return problem;
    }

    static ProblemDetail databaseUnavailable() {
        return of(
                HttpStatus.SERVICE_UNAVAILABLE,
                DatabaseOutage.CODE,
                "the database does not answer; try again in " + DatabaseOutage.RETRY_AFTER_SECONDS + " s");
    }

    static HttpHeaders retryAfter(int seconds) {
        HttpHeaders headers = new HttpHeaders();
        if (seconds > 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        }
        return headers;
    }
}
