package io.vireo.identity.web;

import io.vireo.identity.ProblemException;
import io.vireo.identity.ProblemKind;
import io.vireo.policy.InvalidPolicyException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Turns the errors of every module's REST controllers into problem details, in this one place. */
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onProblem(ProblemException error) {
        if (error.kind() == ProblemKind.INTERNAL) {
            LOG.error("request failed: code={}", error.code(), error);
        }
        return ResponseEntity.status(error.kind().httpStatus())
                .headers(Problems.retryAfter(error.retryAfterSeconds()))
                .body(Problems.of(error));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onInvalidPolicy(InvalidPolicyException error) {
        ProblemDetail problem =
                Problems.of(HttpStatus.BAD_REQUEST, "invalid-policy", String.valueOf(error.getMessage()));
        problem.setProperty("field", error.field());
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onConflict(ObjectOptimisticLockingFailureException error) {
        LOG.debug("change met another: {}", error.getMessage());
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .body(Problems.of(
                        HttpStatus.CONFLICT, "changed-meanwhile", "somebody else changed it meanwhile; read it again"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onOther(Exception error) {
        if (DatabaseOutage.isCauseOf(error)) {
            LOG.warn("request refused, database does not answer: {}", error.getMessage());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .headers(Problems.retryAfter(DatabaseOutage.RETRY_AFTER_SECONDS))
                    .body(Problems.databaseUnavailable());
        }
        LOG.error("request failed", error);
        return ResponseEntity.internalServerError()
                .body(Problems.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal",
                        "something went wrong on our side; the log tells more under the request id"));
    }

    /** A body that is no JSON, or not that of the command. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "the body cannot be read as the JSON that is expected here";
        ProblemDetail problem = Problems.of(HttpStatus.BAD_REQUEST, "invalid-body", detail);
        if (error.getMostSpecificCause() instanceof InvalidPolicyException invalid) {
            problem = Problems.of(HttpStatus.BAD_REQUEST, "invalid-policy", String.valueOf(invalid.getMessage()));
            problem.setProperty("field", invalid.field());
        } else if (error.getCause() instanceof DatabindException mismatch
                && !mismatch.getPath().isEmpty()) {
            problem.setProperty("field", path(mismatch));
            problem.setDetail(detail + ": field=" + path(mismatch));
        }
        return ResponseEntity.badRequest().headers(headers).body(problem);
    }

    /** What Spring itself refuses: no such path, method, media type or parameter. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception error, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        String code = known.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String detail = body instanceof ProblemDetail problem && problem.getDetail() != null
                ? problem.getDetail()
                : known.getReasonPhrase();
        return ResponseEntity.status(status).headers(headers).body(Problems.of(known, code, detail));
    }

    private static String path(DatabindException mismatch) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : mismatch.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
