package io.vireo.console.page;

import io.vireo.identity.ProblemException;
import io.vireo.identity.ProblemKind;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * An error as a person reads it: what happened, what to do, and under which id it stands in the log.
 *
 * @param title one sentence: the fact
 * @param advice what to do about it; may be empty
 * @param traceId finds the error in the log; empty for those that need no search
 */
public record Failure(Kind kind, String title, String advice, String traceId) {
    private static final Pattern MISSING_RIGHT = Pattern.compile("action=(\\S+) resource=(\\S+)");
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    /** Which state a page shows for it. */
    public enum Kind {
        /** The person may not. */
        NO_PERMISSION,
        /** There is no such thing, or it is not to be seen. */
        NOT_FOUND,
        /** Something that is needed does not answer; trying again may help. */
        UNAVAILABLE,
        /** The database does not answer: nothing of the control plane works, the data plane does. */
        DATABASE_DOWN,
        /** What was asked for cannot be done so. */
        REFUSED,
        /** A fault of ours. */
        FAULT
    }

    /** Explains an error. Faults of ours are logged here, under the id that is shown. */
    public static Failure of(Throwable error) {
        if (isDatabaseDown(error)) {
            return new Failure(
                    Kind.DATABASE_DOWN,
                    "The database does not answer.",
                    "Data and functions are not affected. This page comes back by itself.",
                    "");
        }
        if (error instanceof ProblemException problem) {
            return ofProblem(problem);
        }
        if (error.getCause() instanceof ProblemException problem) {
            return ofProblem(problem);
        }
        String traceId = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("console request failed traceId={}", traceId, error);
        return new Failure(
                Kind.FAULT,
                "This could not be done because of a fault in Vireo.",
                "Try again. If it stays, look for " + traceId + " in logs/console.log.",
                traceId);
    }

    /** The whole as one sentence or two, for places with room for no more. */
    public static String sentence(Throwable error) {
        Failure failure = of(error);
        return failure.advice().isEmpty() ? failure.title() : failure.title() + " " + failure.advice();
    }

    private static Failure ofProblem(ProblemException problem) {
        String title = capitalised(problem.getMessage());
        return switch (problem.kind()) {
            case FORBIDDEN -> {
                Matcher missing = MISSING_RIGHT.matcher(problem.getMessage());
                String fact = missing.find() ? missing.group(1) + " on " + missing.group(2) + " is missing." : title;
                yield new Failure(Kind.NO_PERMISSION, fact, "An administrator can grant it.", "");
            }
            case UNAUTHENTICATED -> new Failure(Kind.NO_PERMISSION, title, "Sign in again.", "");
            case NOT_FOUND -> new Failure(Kind.NOT_FOUND, title, "", "");
            case UNAVAILABLE -> new Failure(Kind.UNAVAILABLE, title, "Try again in a few seconds.", "");
            case INVALID, CONFLICT -> new Failure(Kind.REFUSED, title, "", "");
            case LIMITED -> new Failure(Kind.REFUSED, title, waitOf(problem), "");
            case INTERNAL -> {
                String traceId = UUID.randomUUID().toString().substring(0, 8);
                LOG.error("console request failed traceId={} code={}", traceId, problem.code(), problem);
                yield new Failure(Kind.FAULT, title, "Look for " + traceId + " in logs/console.log.", traceId);
            }
        };
    }

    private static String waitOf(ProblemException problem) {
        int seconds = problem.retryAfterSeconds();
        return problem.kind() == ProblemKind.LIMITED && seconds > 0
                ? "Try again in " + seconds + " s."
                : "Try again later.";
    }

    /** Whether the database is what does not answer. */
    public static boolean isDatabaseDown(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof DataAccessResourceFailureException) {
                return true;
            }
        }
        return false;
    }

    private static String capitalised(String message) {
        String text = message.strip();
        return text.isEmpty()
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }
}
