package io.vireo.gateway;

import io.vireo.client.DataClient;
import java.net.InetSocketAddress;
import java.time.Clock;

/**
 * The web face of one tenant. It listens once it has been told of its tenant, and holds no state of its own.
 *
 * <p>Threads: any.
 */
public final class Gateway implements AutoCloseable {
    private Gateway() {}

    /**
     * Starts a gateway that does not listen yet.
     *
     * @param data reaches the tenant's containers; stays the caller's
     */
    public static Gateway start(
            GatewayConfig config, DataClient data, FunctionDoor functions, LogDoor logs, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /**
     * Goes on with this view; requests under way end with the one that they began with. Listens where the view says, and stops
     * listening elsewhere once it does.
     *
     * @throws GatewayException naming the field, if it cannot be taken; nothing changes then
     */
    public void apply(TenantView view) {
        throw new UnsupportedOperationException();
    }

    /** Where it listens, or the wildcard address and port 0 when it does not yet. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** How it talks to the network: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        throw new UnsupportedOperationException();
    }

    /** Stops listening, lets requests under way end for a few seconds, and closes. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
