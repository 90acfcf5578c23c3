package io.vireo.identity.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an error of a database that cannot be reached from any other. */
final class DatabaseOutage {
    /** Seconds after which another attempt makes sense. */
    static final int RETRY_AFTER_SECONDS = 5;

    /** Name of the problem in the API. */
    static final String CODE = "database-unavailable";

    /** Classes of SQLSTATE: connection exception; operator intervention, such as a shutdown. */
    private static final Set<String> CLASSES = Set.of("08", "57");

    private DatabaseOutage() {}

    static boolean isCauseOf(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isOutage(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(@Nullable String sqlState) {
        return sqlState != null && sqlState.length() == 5 && CLASSES.contains(sqlState.substring(0, 2));
    }
}
