package io.vireo.controlplane.gateway;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.snapshot.GatewayConfig;
import io.vireo.identity.DataTokenService;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/**
 * Requests to a tenant's gateway. Calls block, for use on virtual threads. Any thread.
 */
@Component
public class TenantGateway implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final TenantService tenants;
    private final DataTokenService tokens;
    private final GatewayConfig config;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    TenantGateway(TenantService tenants, DataTokenService tokens, GatewayConfig config) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.config = config;
    }

    /** Where a tenant is reached, by kind: {@code native}, {@code functions}. */
    public Map<String, String> endpoints(TenantSummary tenant) {
        String nativeEndpoint = "http://" + host(tenant.address()) + ":" + config.nativePort();
        return Map.of("native", nativeEndpoint, "functions", nativeEndpoint + "/functions");
    }

    /**
     * A request with the current principal's credential.
     *
     * @param pathAndQuery already escaped, starting with {@code /}
     */
    public HttpRequest.Builder request(UUID tenantId, String pathAndQuery) {
        TenantSummary tenant = tenants.find(tenantId);
        return HttpRequest.newBuilder(uri(tenant, pathAndQuery))
                .setHeader("Authorization", "Bearer " + tokens.issue(tenantId).token());
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @throws ControlPlaneException {@code GATEWAY_UNAVAILABLE}
     */
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (HttpTimeoutException e) {
            throw new ControlPlaneException(
                    ErrorCode.GATEWAY_UNAVAILABLE, "the tenant's gateway did not answer in time: " + request.uri(), e);
        } catch (IOException e) {
            throw new ControlPlaneException(
                    ErrorCode.GATEWAY_UNAVAILABLE,
                    "the tenant's gateway does not answer: " + request.uri().getAuthority(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException(ErrorCode.GATEWAY_UNAVAILABLE, "the call was given up", e);
        }
    }

    private URI uri(TenantSummary tenant, String pathAndQuery) {
        try {
            return URI.create("http://" + host(tenant.address()) + ":" + config.nativePort() + pathAndQuery);
        } catch (IllegalArgumentException e) {
            throw ControlPlaneException.invalid("path", "path is not a valid URL path: " + e.getMessage());
        }
    }

    private static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
