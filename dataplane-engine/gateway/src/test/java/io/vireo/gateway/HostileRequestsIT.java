package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.gateway.nativeapi.HostileRequests;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Requests that nearly mean something, against a real gateway and engine: each is answered, none with a fault, and what is wrong is
 * said by name.
 */
class HostileRequestsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> ANSWERS = Set.of(200, 204, 206, 400, 403, 404, 405, 409, 413, 416);

    /** What a 400 says: the field that is wrong, or which of the refusals it is that clients know by name. */
    private static final Pattern REASON = Pattern.compile("field=\\S|condition is false|item exists already"
            + "|InvalidShardCountException|IllegalLocationException|ResourceInUseException|ResourceIsnotStream"
            + "|expression: .+ position=");

    private static Path folder;
    private static GatewayUnderTest gateway;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("hostile");
        gateway = GatewayUnderTest.start(folder);
    }

    @AfterContainer
    static void stop() throws IOException {
        gateway.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Provide
    Arbitrary<HostileRequests.Request> requests() {
        return HostileRequests.requests();
    }

    @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
    void areAnsweredAndToldWhatIsWrong(@ForAll("requests") HostileRequests.Request request) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(gateway.uri(request.target()))
                .timeout(Duration.ofSeconds(20))
                .header("X-v3io-session-key", GatewayUnderTest.KEY)
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);

        HttpResponse<byte[]> response = gateway.send(builder);

        String text = GatewayUnderTest.text(response);
        assertThat(response.statusCode()).as(text).isIn(ANSWERS);
        if (response.statusCode() == 400 && !request.method().equals("HEAD")) {
            JsonNode error = JSON.readTree(text);
            assertThat(error.get("ErrorCode").isInt()).isTrue();
            assertThat(error.get("ErrorMessage").asString()).containsPattern(REASON);
        }
    }
}
