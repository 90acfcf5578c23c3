package io.vireo.gateway.http;

/** What is done with requests. Runs on the event loop of the connection and must not block. */
public interface RequestHandler {

    /**
     * Takes an exchange whose head was read. It is answered exactly once, now or later; a {@link RefusedException} is answered as
     * what it says, and any other exception as a fault of the gateway.
     */
    void handle(Exchange exchange);
}
