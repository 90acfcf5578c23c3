package io.vireo.controlplane;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the API over real HTTP.
 *
 * @param token of the caller; null: nobody
 */
public record Caller(int port, String token) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    /** An answer whose body, if there is one, is JSON. */
    public record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
        public String code() {
            return body.path("code").asString("");
        }
    }

    public Answer get(String path) throws Exception {
        return call("GET", path, null);
    }

    public Answer post(String path, String json) throws Exception {
        return call("POST", path, json);
    }

    public Answer call(String method, String path, String json) throws Exception {
        return send(request(path)
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .setHeader("Content-Type", "application/json"));
    }

    /** A request to be filled in further. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    public Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                response.statusCode(),
                isJson && response.body().length > 0 ? JSON.readTree(response.body()) : JSON.createObjectNode(),
                response);
    }
}
