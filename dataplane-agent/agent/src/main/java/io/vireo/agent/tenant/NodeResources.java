package io.vireo.agent.tenant;

import com.google.protobuf.ByteString;
import io.vireo.agent.AgentConfig;
import io.vireo.agent.code.CodeCache;
import io.vireo.channel.GrantSigner;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What all tenants of a node share.
 *
 * @param config of the agent
 * @param supervisor of every process below the agent
 * @param signer of grants
 * @param code unpacked archives
 * @param codeSource asked for what is not in {@code code}
 */
public record NodeResources(
        AgentConfig config, Supervisor supervisor, GrantSigner signer, CodeCache code, CodeSource codeSource) {
    /** Gives archives by their hash. */
    @FunctionalInterface
    public interface CodeSource {
        void fetch(ByteString sha256, OutputStream output) throws IOException;
    }
}
