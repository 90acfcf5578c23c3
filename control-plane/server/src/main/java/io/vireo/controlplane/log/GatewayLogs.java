package io.vireo.controlplane.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.LogLine;
import io.vireo.controlplane.LogQuery;
import io.vireo.controlplane.LogService;
import io.vireo.controlplane.gateway.TenantGateway;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the log that a tenant's gateway keeps of a function. */
@Service
class GatewayLogs implements LogService, SmartLifecycle {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ERROR_LENGTH = 4 * 1024;

    private final TenantGateway gateway;
    private final FunctionService functions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final JsonMapper json;
    private final Set<GatewayTail> tails = ConcurrentHashMap.newKeySet();
    private volatile boolean isRunning;

    GatewayLogs(
            TenantGateway gateway,
            FunctionService functions,
            Authorizer authorizer,
            PrincipalHolder principals,
            JsonMapper json) {
        this.gateway = gateway;
        this.functions = functions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.json = json;
    }

    @Override
    public List<LogLine> read(UUID tenantId, String function, LogQuery query) {
        authorize(tenantId, function);
        List<LogLine> lines = new ArrayList<>();
        try (BufferedReader rows = open(tenantId, function, query, false)) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                if (!row.isEmpty()) {
                    lines.add(parse(row));
                }
            }
        } catch (IOException e) {
            throw new ControlPlaneException(ErrorCode.GATEWAY_UNAVAILABLE, "the log broke off", e);
        }
        return lines;
    }

    @Override
    public Tail follow(UUID tenantId, String function, LogQuery query, Listener listener) {
        authorize(tenantId, function);
        if (query.before() != null) {
            throw ControlPlaneException.invalid("before", "before does not go with following");
        }
        Principal follower = principals.require();
        GatewayTail tail = new GatewayTail(
                query,
                listener,
                position -> principals.callAs(follower, () -> open(tenantId, function, position, true)),
                this::parse,
                tails::remove);
        tails.add(tail);
        tail.start("log-tail-" + function);
        return tail;
    }

    private void authorize(UUID tenantId, String function) {
        authorizer.require(Action.FUNCTION_READ_LOGS, Resource.function(tenantId, function));
        functions.find(tenantId, function);
    }

    private BufferedReader open(UUID tenantId, String function, LogQuery query, boolean isFollowing) {
        StringBuilder path = new StringBuilder("/.vireo/functions/" + function + "/logs?limit=" + query.limit());
        if (query.after() != null) {
            path.append("&after=").append(query.after());
        }
        if (query.before() != null) {
            path.append("&before=").append(query.before());
        }
        if (isFollowing) {
            path.append("&follow=true");
        }
        if (!query.level().isEmpty()) {
            path.append("&level=").append(query.level());
        }
        if (!query.grep().isEmpty()) {
            path.append("&grep=").append(URLEncoder.encode(query.grep(), UTF_8).replace("+", "%20"));
        }
        if (query.version() != null) {
            path.append("&version=").append(query.version());
        }
        HttpResponse<InputStream> response = gateway.send(
                gateway.request(tenantId, path.toString()).timeout(READ_TIMEOUT).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw refusal(response);
        }
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    private static ControlPlaneException refusal(HttpResponse<InputStream> response) {
        String text;
        try (InputStream body = response.body()) {
            text = new String(body.readNBytes(MAX_ERROR_LENGTH), UTF_8).strip();
        } catch (IOException e) {
            text = e.toString();
        }
        ErrorCode code = response.statusCode() == 503 ? ErrorCode.GATEWAY_UNAVAILABLE : ErrorCode.GATEWAY_FAILED;
        return new ControlPlaneException(
                code, "the gateway does not give the log: status=" + response.statusCode() + " answer=" + text);
    }

    private LogLine parse(String row) {
        try {
            return json.readValue(row, LogRow.class).toLine();
        } catch (JacksonException e) {
            throw new ControlPlaneException(
                    ErrorCode.GATEWAY_FAILED, "the gateway sent a line that is none: " + e.getMessage());
        }
    }

    @Override
    public void start() {
        isRunning = true;
    }

    /** Before the web server, which would wait for answers that have no end. */
    @Override
    public void stop() {
        isRunning = false;
        List.copyOf(tails).forEach(GatewayTail::stop);
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
