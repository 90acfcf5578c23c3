package io.vireo.console.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.console.data.DataException.Code;
import io.vireo.console.data.DataRecord.Attribute;
import io.vireo.console.data.DataRecord.Type;
import io.vireo.identity.DataTokenService;
import io.vireo.tenant.TenantSummary;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items of a tenant, read and written through its gateway's native API with a short-lived token of the person who is signed in:
 * the gateway decides what they may. Bodies stream; nothing here holds more of one than a buffer. Any thread.
 */
@Component
class GatewayClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONDITION_FALSE = -16_777_244;
    private static final int MAX_ERROR_LENGTH = 8 * 1024;

    private final DataTokenService tokens;
    private final int port;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    GatewayClient(DataTokenService tokens, @Value("${vireo.gateway.native-port:8081}") int port) {
        this.tokens = tokens;
        this.port = port;
    }

    /** An item's body as it arrives; to be closed. */
    record Body(InputStream content, long length) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** A page of what is directly in a folder. */
    ListingXml.Page list(TenantSummary tenant, String container, String folder, String marker) {
        String query = "?prefix=" + encode(folder.isEmpty() ? "" : folder + "/") + "&prefix-info=1&max-keys="
                + ListingPages.PAGE_LENGTH + (marker.isEmpty() ? "" : "&marker=" + encode(marker));
        return page(request(tenant, "/" + encode(container) + query).GET().build(), folder, ListingXml::read);
    }

    /**
     * A page of the items directly in a folder, with what is known of their attributes; folders and streams are left out.
     *
     * @param text that their names contain; empty: all
     */
    ListingXml.Page items(TenantSummary tenant, String container, String folder, String text, String marker) {
        ObjectNode question = json.createObjectNode()
                .put("AttributesToGet", "**")
                .put("Limit", ListingPages.PAGE_LENGTH)
                .put("Marker", marker);
        if (!text.isEmpty()) {
            question.put("FilterExpression", "contains(__name, " + literal(text) + ")");
        }
        return page(
                function(tenant, container, folder + "/", "GetItems", question),
                folder,
                answer -> items(folder, answer));
    }

    private ListingXml.Page items(String folder, InputStream answer) {
        JsonNode page = json.readTree(answer);
        List<DataEntry> entries = new ArrayList<>();
        for (JsonNode item : page.path("Items")) {
            String name = item.path("__name").path("S").asString("");
            entries.add(new DataEntry(
                    folder.isEmpty() ? name : folder + "/" + name,
                    DataEntry.Kind.ITEM,
                    number(item, "__size"),
                    0,
                    Instant.ofEpochSecond(number(item, "__mtime_secs"), number(item, "__mtime_nsecs")),
                    item.propertyNames().stream().anyMatch(attribute -> !attribute.startsWith("__"))));
        }
        boolean isLast = page.path("LastItemIncluded").asString("").equals("TRUE");
        return new ListingXml.Page(
                entries, isLast ? "" : page.path("NextMarker").asString(""));
    }

    /** A container that nothing was ever put into has no top yet: its page is empty. */
    private ListingXml.Page page(HttpRequest request, String folder, Function<InputStream, ListingXml.Page> reader) {
        try (Body answer = stream(request)) {
            return reader.apply(answer.content());
        } catch (DataException e) {
            if (e.errorCode() == Code.ITEM_NOT_FOUND && folder.isEmpty()) {
                return new ListingXml.Page(List.of(), "");
            }
            throw e;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static String literal(String text) {
        if (text.indexOf('\'') < 0) {
            return "'" + text + "'";
        }
        if (text.indexOf('"') >= 0) {
            throw new DataException(Code.REFUSED, "a filter cannot hold both kinds of quotes");
        }
        return '"' + text + '"';
    }

    /** A record with its attributes. */
    DataRecord read(TenantSummary tenant, String container, String path) {
        ObjectNode question = json.createObjectNode().put("AttributesToGet", "**");
        HttpResponse<InputStream> answer = send(function(tenant, container, path, "GetItem", question));
        try (InputStream body = answer.body()) {
            JsonNode item = json.readTree(body).path("Item");
            List<Attribute> attributes = new ArrayList<>();
            item.properties().stream()
                    .filter(attribute -> !attribute.getKey().startsWith("__"))
                    .forEach(attribute -> attributes.add(attribute(attribute.getKey(), attribute.getValue())));
            return new DataRecord(
                    path,
                    number(item, "__size"),
                    (int) number(item, "__mode"),
                    Instant.ofEpochSecond(number(item, "__mtime_secs"), number(item, "__mtime_nsecs")),
                    Instant.ofEpochSecond(number(item, "__ctime_secs"), number(item, "__ctime_nsecs")),
                    versionOf(answer),
                    answer.headers().firstValue("X-v3io-transaction-verifier").orElse(""),
                    attributes);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Starts to read a body: at most so many bytes of its start. */
    Body body(TenantSummary tenant, String container, String path, long maxLength) {
        HttpRequest.Builder request = request(tenant, address(container, path)).GET();
        if (maxLength < Long.MAX_VALUE) {
            request.header("Range", "bytes=0-" + (maxLength - 1));
        }
        return stream(request.build());
    }

    /**
     * Writes a body as it is read; its attributes stay. Returns when the gateway has acknowledged it.
     *
     * @param length of the content in bytes; -1: not known
     * @throws IOException if the content cannot be read to its end: then nothing is written
     */
    void put(TenantSummary tenant, String container, String path, InputStream content, long length) throws IOException {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> content);
        BodyPublisher publisher = length == 0
                ? BodyPublishers.noBody()
                : length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
        HttpRequest request = HttpRequest.newBuilder(uri(tenant, address(container, path)))
                .header("Authorization", "Bearer " + tokens.issue(tenant.id()).token())
                .PUT(publisher)
                .build(); // no time limit: a body takes as long as the person's line does
        try {
            check(http.send(request, BodyHandlers.ofInputStream())).body().close();
        } catch (ConnectException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(Code.GATEWAY_FAILED, "interrupted", e);
        }
    }

    /** Makes an empty folder. */
    void makeFolder(TenantSummary tenant, String container, String path) {
        drain(send(request(tenant, address(container, path) + "/")
                .PUT(BodyPublishers.noBody())
                .build()));
    }

    /** Deletes an item for good. */
    void delete(TenantSummary tenant, String container, String path) {
        drain(send(request(tenant, address(container, path)).DELETE().build()));
    }

    /**
     * Sets attributes over those that are there, if nobody has written since the record was read.
     *
     * @param values type and text by name
     * @throws DataException {@code ITEM_CHANGED}, {@code REFUSED}
     */
    void setAttributes(TenantSummary tenant, String container, DataRecord record, Map<String, Attribute> values) {
        ObjectNode question = json.createObjectNode().put("UpdateMode", "CreateOrReplaceAttributes");
        ObjectNode item = question.putObject("Item");
        values.forEach((name, value) -> {
            ObjectNode typed = item.putObject(name);
            if (value.type() == Type.BOOL) {
                typed.put("BOOL", Boolean.parseBoolean(value.text()));
            } else {
                typed.put(value.type().name(), value.text());
            }
        });
        guard(question, record);
        drain(send(function(tenant, container, record.path(), "PutItem", question)));
    }

    /** Removes an attribute, if nobody has written since the record was read. */
    void removeAttribute(TenantSummary tenant, String container, DataRecord record, String name) {
        ObjectNode question = json.createObjectNode().put("UpdateExpression", "REMOVE `" + name.replace("`", "") + "`");
        guard(question, record);
        drain(send(function(tenant, container, record.path(), "UpdateItem", question)));
    }

    private static void guard(ObjectNode question, DataRecord record) {
        if (!record.guard().isEmpty()) {
            question.put("ConditionExpression", record.guard());
        }
    }

    // ---- requests

    private HttpRequest function(
            TenantSummary tenant, String container, String path, String name, ObjectNode question) {
        return request(tenant, address(container, path))
                .header("X-v3io-function", name)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(question.toString(), UTF_8))
                .build();
    }

    private HttpRequest.Builder request(TenantSummary tenant, String target) {
        return HttpRequest.newBuilder(uri(tenant, target))
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + tokens.issue(tenant.id()).token());
    }

    private URI uri(TenantSummary tenant, String target) {
        String host = tenant.address().equals("0.0.0.0") || tenant.address().isEmpty() ? "127.0.0.1" : tenant.address();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + target);
    }

    private static String address(String container, String path) {
        StringBuilder address = new StringBuilder("/").append(encode(container));
        for (String segment : path.split("/")) {
            address.append('/').append(encode(segment));
        }
        return address.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    // ---- answers

    private Body stream(HttpRequest request) {
        HttpResponse<InputStream> answer = send(request);
        return new Body(
                answer.body(),
                answer.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return check(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(Code.GATEWAY_FAILED, "interrupted", e);
        }
    }

    private HttpResponse<InputStream> check(HttpResponse<InputStream> answer) throws IOException {
        if (answer.statusCode() < 300) {
            return answer;
        }
        String text;
        try (InputStream body = answer.body()) {
            text = new String(body.readNBytes(MAX_ERROR_LENGTH), UTF_8);
        }
        throw refusal(answer, text);
    }

    private DataException refusal(HttpResponse<InputStream> answer, String text) {
        String message = text;
        int code = 0;
        if (text.startsWith("{")) {
            JsonNode error = json.readTree(text);
            message = error.path("ErrorMessage").asString(text);
            code = error.path("ErrorCode").asInt(0);
        }
        if (code == CONDITION_FALSE) {
            return new DataException(Code.ITEM_CHANGED, "somebody changed the record since it was read");
        }
        return switch (answer.statusCode()) {
            case 401, 403 ->
                new DataException(Code.FORBIDDEN, message.isBlank() ? "the gateway refused this" : message);
            case 404 -> new DataException(Code.ITEM_NOT_FOUND, message.isBlank() ? "there is no such item" : message);
            case 400, 409, 411, 413, 414, 416 -> new DataException(Code.REFUSED, message);
            default ->
                new DataException(Code.GATEWAY_FAILED, "the gateway answered " + answer.statusCode() + ": " + message);
        };
    }

    private static void drain(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            body.readAllBytes();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static DataException unavailable(IOException cause) {
        String why = cause instanceof HttpTimeoutException
                ? "did not answer in " + ANSWER_TIMEOUT.toSeconds() + " s"
                : "does not answer";
        return new DataException(Code.GATEWAY_UNAVAILABLE, "the tenant's gateway " + why, cause);
    }

    private static long versionOf(HttpResponse<?> answer) {
        // "inode-version", both hexadecimal
        String tag = answer.headers().firstValue("ETag").orElse("").replace("\"", "");
        int dash = tag.lastIndexOf('-');
        try {
            return dash < 0 ? 0 : Long.parseUnsignedLong(tag.substring(dash + 1), 16);
        } catch (NumberFormatException e) {
            return 0; // an entity tag of another form names no version
        }
    }

    private static long number(JsonNode item, String name) {
        String text = item.path(name).path("N").asString("0");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static Attribute attribute(String name, JsonNode value) {
        String wire = value.propertyNames().stream().findFirst().orElse("NULL");
        JsonNode content = value.path(wire);
        Type type = Type.valueOf(wire);
        return switch (type) {
            case S, N, TS -> new Attribute(name, type, content.asString(""), null);
            case BOOL -> new Attribute(name, type, Boolean.toString(content.asBoolean(false)), null);
            case B -> {
                int bytes = content.asString("").length() * 3 / 4;
                yield new Attribute(name, type, "(" + bytes + " bytes)", bytes);
            }
            case L, M, SS, NS, BS -> new Attribute(name, type, content.toString(), null);
            case NULL -> new Attribute(name, type, "null", null);
        };
    }
}
