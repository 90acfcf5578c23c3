package io.vireo.cli.client;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the control plane. What it refuses (RFC 9457 problems) becomes a {@link CommandException}. */
public final class ApiClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);
    private static final int PAGE_LIMIT = 200;

    private final String base;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * @param url of the console, without a path
     * @param token sent with every call
     */
    public ApiClient(String url, String token) {
        base = url.replaceAll("/+$", "") + "/api/v1";
        this.token = token;
    }

    /** Joins segments to a path, each escaped. */
    public static String path(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(encode(segment));
        }
        return path.toString();
    }

    /** Escapes a segment of a path or a value of a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return json(request(path).GET().build());
    }

    /** All rows of a paged list, up to {@code limit}. */
    public List<JsonNode> list(String path, int limit) {
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        do {
            String query = (path.contains("?") ? "&" : "?") + "limit=" + Math.min(PAGE_LIMIT, limit - rows.size())
                    + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor));
            JsonNode page = get(path + query);
            page.path("items").forEach(rows::add);
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty() && rows.size() < limit);
        return rows;
    }

    public JsonNode post(String path, Object body) {
        return json(withBody(path, "POST", body));
    }

    public JsonNode put(String path, Object body) {
        return json(withBody(path, "PUT", body));
    }

    public JsonNode patch(String path, Object body) {
        return json(withBody(path, "PATCH", body));
    }

    public JsonNode delete(String path) {
        return json(request(path).DELETE().build());
    }

    /** The body of an answer as it is, for the caller to close. */
    public InputStream stream(String path, String accept) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() >= 400) {
                throw problem(
                        response.statusCode(), new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Server-sent events, for the caller to close. */
    public ServerSentEvents events(String path) {
        return new ServerSentEvents(stream(path, "text/event-stream"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private HttpRequest withBody(String path, String method, Object body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
    }

    private JsonNode json(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw problem(response.statusCode(), response.body());
            }
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new CommandException(
                    base + " does not answer as a Vireo console does", "check VIREO_URL: it names the console", e);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private CommandException unreachable(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new CommandException(
                "the console does not answer: " + base + " (" + why + ")",
                "see ./vireo status; start it with: ./vireo up",
                e);
    }

    private static CommandException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandException("interrupted", "", e);
    }

    private static CommandException problem(int status, String body) {
        return new Problem(status, body).asException();
    }
}
