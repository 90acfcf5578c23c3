package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Address of an external database, as {@code VIREO_DATABASE_URL} gives it: {@code
 * jdbc:postgresql://HOST[:PORT]/DATABASE?user=USER&password=PASSWORD[&…]}.
 *
 * @param withoutCredentials the address with its other parameters
 * @param user the database's owner
 * @param password of the owner; may be empty
 */
record DatabaseUrl(String withoutCredentials, String user, String password) {
    private static final String SCHEME = "jdbc:postgresql://";

    /**
     * Takes an address apart.
     *
     * @throws CommandException if it is not of this form or names no user
     */
    static DatabaseUrl parse(String url) {
        String full = url.startsWith("postgresql://") ? "jdbc:" + url : url;
        int question = full.indexOf('?');
        if (!full.startsWith(SCHEME) || full.length() == SCHEME.length()) {
            throw malformed();
        }
        String user = "";
        String password = "";
        List<String> others = new ArrayList<>();
        if (question >= 0) {
            for (String parameter : full.substring(question + 1).split("&")) {
                if (parameter.startsWith("user=")) {
                    user = decoded(parameter.substring("user=".length()));
                } else if (parameter.startsWith("password=")) {
                    password = decoded(parameter.substring("password=".length()));
                } else if (!parameter.isEmpty()) {
                    others.add(parameter);
                }
            }
        }
        String address = question < 0 ? full : full.substring(0, question);
        String database = address.substring(address.lastIndexOf('/') + 1);
        if (user.isEmpty()
                || database.isEmpty()
                || database.contains("\"")
                || address.indexOf('/', SCHEME.length()) < 0) {
            throw malformed();
        }
        return new DatabaseUrl(others.isEmpty() ? address : address + "?" + String.join("&", others), user, password);
    }

    /** The role of the application: databases of one server do not share it, so installations do not. */
    String applicationRole() {
        String address = withoutCredentials.split("\\?", 2)[0];
        return decoded(address.substring(address.lastIndexOf('/') + 1)) + "_app";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static CommandException malformed() {
        return new CommandException(
                "VIREO_DATABASE_URL is not an address of a PostgreSQL database",
                "give jdbc:postgresql://HOST:PORT/DATABASE?user=OWNER&password=PASSWORD");
    }
}
