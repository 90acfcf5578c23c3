package io.vireo.client;

import io.vireo.channel.ClientChannel;
import io.vireo.channel.ClientEnd;
import io.vireo.channel.remote.RemoteChannel;
import io.vireo.channel.remote.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an engine is. */
public sealed interface EngineAddress {
    /**
     * On this node: messages go through memory that both share.
     *
     * @param socket of the engine
     */
    record Local(Path socket) implements EngineAddress {}

    /**
     * On another node: messages go over TCP. That engine listens when its {@code remoteListen} says so.
     *
     * @param address host and port
     * @param tls who we are, and whom we believe; null where the engine listens without encryption, on this machine alone
     */
    record Remote(InetSocketAddress address, @Nullable TlsFiles tls) implements EngineAddress {}

    /** Opens a channel. Blocks for at most some seconds. */
    default ClientEnd connect(byte[] token, int reactor) throws IOException {
        return switch (this) {
            case Local(Path socket) -> ClientChannel.connect(socket, token, reactor);
            case Remote(InetSocketAddress address, @Nullable TlsFiles tls) ->
                RemoteChannel.connect(address, tls, token, reactor);
        };
    }
}
