package io.vireo.cli.client;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a tenant's native API with a token of the caller that lives for minutes. */
public final class DataClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String endpoint;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private DataClient(String endpoint, String token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    /** Asks the control plane for a token of this tenant's data. */
    public static DataClient of(ApiClient api, String tenant) {
        JsonNode answer = api.post(ApiClient.path("tenants", tenant, "data-token"), Map.of());
        return new DataClient(
                answer.path("endpoints").path("native").asString(""),
                answer.path("token").asString(""));
    }

    /** An operation of the native API on an item or a stream: {@code X-v3io-function}. */
    public JsonNode operation(String path, String function, Object body) {
        return operation(path, function, body, null);
    }

    /**
     * As {@link #operation(String, String, Object)}.
     *
     * @param key by which it is known when it comes again, so that it is done once; null: none
     */
    public JsonNode operation(String path, String function, Object body, @Nullable String key) {
        HttpRequest.Builder request = request(path)
                .header("X-v3io-function", function)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        HttpResponse<String> response = text(request.build());
        try {
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new CommandException("the gateway's answer is not JSON: " + response.body(), "", e);
        }
    }

    public void put(String path, BodyPublisher body) {
        text(request(path).PUT(body).build());
    }

    public void delete(String path) {
        text(request(path).DELETE().build());
    }

    public HttpResponse<String> head(String path) {
        return text(request(path).HEAD().build());
    }

    /** An answer's body as text; {@code query} starts with a question mark or is empty. */
    public String text(String path, String query) {
        return text(HttpRequest.newBuilder(URI.create(uri(path) + query))
                        .header("Authorization", "Bearer " + token)
                        .GET()
                        .build())
                .body();
    }

    /** An object's body, for the caller to close. */
    public InputStream get(String path) {
        try {
            HttpResponse<InputStream> response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
            if (response.statusCode() >= 400) {
                throw refusal(
                        response.statusCode(), new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", "", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri(path))).header("Authorization", "Bearer " + token);
    }

    private String uri(String path) {
        return endpoint + "/"
                + Arrays.stream(path.split("/", -1)).map(ApiClient::encode).collect(Collectors.joining("/"));
    }

    private HttpResponse<String> text(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw refusal(response.statusCode(), response.body());
            }
            return response;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", "", e);
        }
    }

    private static CommandException refusal(int status, String body) {
        String message;
        try {
            JsonNode error = JSON.readTree(body);
            message = error.path("ErrorMessage").asString("");
            if (error.has("FailedIndex")) {
                message += ", request " + error.path("FailedIndex").asInt() + " of the list";
            }
        } catch (JacksonException _) {
            message = body.strip();
        }
        return new CommandException(
                (message.isEmpty() ? "refused" : message) + " (HTTP " + status + ")",
                status == 404 ? "see what there is with: " + listing(message) : "");
    }

    private static String listing(String message) {
        return message.startsWith("IndexNotFoundException")
                ? "./vireo table indexes CONTAINER/TABLE"
                : "./vireo object ls CONTAINER";
    }

    private CommandException unreachable(IOException e) {
        return new CommandException(
                "the tenant's gateway does not answer: " + endpoint + " (" + e.getMessage() + ")",
                "see ./vireo status",
                e);
    }
}
