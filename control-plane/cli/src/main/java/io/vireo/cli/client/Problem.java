package io.vireo.cli.client;

import io.vireo.cli.CommandException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal of the control plane, as RFC 9457 words it.
 *
 * @param status of HTTP
 * @param body a problem document, or anything else
 */
record Problem(int status, String body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    CommandException asException() {
        JsonNode problem = parse();
        StringBuilder fact = new StringBuilder(
                problem.path("detail").asString(problem.path("title").asString("refused with HTTP status " + status)));
        for (JsonNode error : problem.path("errors")) {
            fact.append("\n  ")
                    .append(error.path("field").asString(""))
                    .append(": ")
                    .append(error.path("message").asString(error.path("detail").asString("")));
        }
        return new CommandException(fact.toString(), advice(problem.path("code").asString("")));
    }

    private String advice(String code) {
        return switch (status) {
            case 401 ->
                "on the machine of the installation run as its owner; elsewhere set VIREO_TOKEN (./vireo login makes one)";
            case 403 -> "ask an administrator for a role that allows it";
            case 404 -> "see what there is with the noun's list command";
            case 409 -> "look at the present state with the noun's show or list command, then try again";
            case 503 -> "the platform is starting or has lost its database: see ./vireo status, then try again";
            default -> status >= 500 ? "see .vireo/logs/console.log" + (code.isEmpty() ? "" : " (" + code + ")") : "";
        };
    }

    private JsonNode parse() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }
}
