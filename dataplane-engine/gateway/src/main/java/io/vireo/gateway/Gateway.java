package io.vireo.gateway;

import io.vireo.client.DataClient;
import io.vireo.gateway.auth.Authenticator;
import io.vireo.gateway.auth.KeyUse;
import io.vireo.gateway.http.HttpLimits;
import io.vireo.gateway.http.HttpServer;
import io.vireo.gateway.http.Transport;
import io.vireo.gateway.nativeapi.NativeApi;
import io.vireo.policy.InvalidPolicyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The web face of one tenant. It listens once it has been told of its tenant, and holds no state of its own.
 *
 * <p>Threads: any.
 */
public final class Gateway implements AutoCloseable {
    private final GatewayConfig config;
    private final DataClient data;
    private final Clock clock;
    private final Router router;
    private final HttpServer server;
    private final KeyUse keyUse = new KeyUse();

    private Gateway(GatewayConfig config, DataClient data, FunctionDoor functions, LogDoor logs, Clock clock) {
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.router = new Router(config, data, functions, logs);
        HttpLimits limits = new HttpLimits(
                config.maxConnections(),
                config.maxRequestLineBytes(),
                config.maxHeaderBytes(),
                config.wholeBodyBudgetBytes(),
                config.idleTimeout(),
                config.requestTimeout(),
                config.writeTimeout());
        this.server = new HttpServer(Transport.best(), config.ioThreads(), limits, router, clock);
    }

    /**
     * Starts a gateway that does not listen yet.
     *
     * @param data reaches the tenant's containers; stays the caller's
     */
    public static Gateway start(
            GatewayConfig config, DataClient data, FunctionDoor functions, LogDoor logs, Clock clock) {
        return new Gateway(config, data, functions, logs, clock);
    }

    /**
     * Goes on with this view; requests under way end with the one that they began with. Listens where the view says, and stops
     * listening elsewhere once it does. Blocks while it binds, so an event loop must not call it.
     *
     * @throws GatewayException naming the field, if it cannot be taken; nothing changes then
     */
    public synchronized void apply(TenantView view) {
        CompiledTenant tenant = compile(view);
        try {
            server.listen(new InetSocketAddress(InetAddress.ofLiteral(view.listenAddress()), view.nativePort()));
        } catch (IllegalArgumentException notAnAddress) {
            throw new GatewayException("listenAddress", "is not an IP address: value=" + view.listenAddress());
        } catch (IOException taken) {
            String cause =
                    taken.getCause() == null ? "" : ": " + taken.getCause().getMessage();
            throw new GatewayException("nativePort", taken.getMessage() + cause);
        }
        router.show(tenant);
        keyUse.retain(view.accessKeys().stream().map(TenantView.AccessKey::id).collect(Collectors.toSet()));
    }

    private CompiledTenant compile(TenantView view) {
        try {
            return new CompiledTenant(
                    view,
                    new Authenticator(view, keyUse, clock),
                    new NativeApi(data, config.maxJsonBodyBytes(), view.containers()));
        } catch (InvalidPolicyException malformed) {
            throw new GatewayException("accessKeys.statements", malformed.getMessage() + " in " + malformed.field());
        }
    }

    /** Where it listens, or the wildcard address and port 0 when it does not yet. */
    public InetSocketAddress address() {
        InetSocketAddress address = server.address();
        return address == null ? new InetSocketAddress(0) : address;
    }

    /** How it talks to the network: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        return server.transport().label();
    }

    /** When access keys of the tenant were last used, to the minute: Unix seconds by id. */
    public Map<String, Long> keysLastUsed() {
        return keyUse.lastUnixSeconds();
    }

    /** Connections that are open. */
    public int connectionCount() {
        return server.connectionCount();
    }

    /** Stops listening, lets requests under way end for a few seconds, and closes. */
    @Override
    public void close() {
        server.close();
    }
}
