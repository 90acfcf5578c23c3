package io.vireo.gateway;

import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.Map;
import java.util.Set;

/** Lets readers of function logs in: {@code /.vireo/functions/NAME/logs}. */
final class LogIngress {
    private static final int MAX_LIMIT = 10_000;
    private static final int DEFAULT_LIMIT = 1_000;
    private static final Set<String> LEVELS = Set.of("", "debug", "info", "warn", "error");

    private final LogDoor door;

    LogIngress(LogDoor door) {
        this.door = door;
    }

    void handle(Exchange exchange, CompiledTenant tenant, String function) {
        Caller caller = tenant.authenticator().authenticate(exchange.headers());
        caller.require(Action.FUNCTION_READ_LOGS, "function/" + function);
        if (!exchange.method().name().equals("GET")) {
            throw new RefusedException(405, RefusedException.INVALID_ARGUMENT, "logs can only be read");
        }
        if (tenant.function(function) == null) {
            throw new RefusedException(404, -2, "Function not found");
        }
        LogQuery query = query(function, exchange.target().parameters());
        door.tail(query, new LogStream(exchange, query.follow()));
    }

    private static LogQuery query(String function, Map<String, String> parameters) {
        String level = parameters.getOrDefault("level", "");
        if (!LEVELS.contains(level)) {
            throw RefusedException.invalid("level", "is not debug, info, warn or error");
        }
        long after = number(parameters, "after", -1, -1, Long.MAX_VALUE);
        long before = number(parameters, "before", 0, 1, Long.MAX_VALUE);
        boolean isFollowing = truth(parameters, "follow");
        if (before > 0 && (isFollowing || after >= 0)) {
            throw RefusedException.invalid("before", "does not go with after or follow");
        }
        return new LogQuery(
                function,
                after,
                (int) number(parameters, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
                isFollowing,
                level,
                parameters.getOrDefault("grep", ""),
                (int) number(parameters, "version", 0, 0, Integer.MAX_VALUE),
                before);
    }

    private static long number(Map<String, String> parameters, String name, long absent, long min, long max) {
        String text = parameters.getOrDefault(name, "");
        if (text.isEmpty()) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number out of range
        }
        throw RefusedException.invalid(name, "is not a whole number from " + min + " to " + max);
    }

    private static boolean truth(Map<String, String> parameters, String name) {
        return switch (parameters.getOrDefault(name, "false")) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw RefusedException.invalid(name, "is not true or false");
        };
    }
}
