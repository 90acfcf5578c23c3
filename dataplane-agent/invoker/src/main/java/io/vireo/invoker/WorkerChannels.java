package io.vireo.invoker;

import io.vireo.channel.Channel.Side;
import io.vireo.channel.ChannelConfig;
import io.vireo.invoker.config.FunctionConfig;
import java.time.Duration;

/** How long the channels to workers are. */
final class WorkerChannels {
    private static final int MIB = 1 << 20;

    /** The arena holds the longest body that a call may have; memory that no body touched is never taken. */
    static final ChannelConfig CONFIG = new ChannelConfig(
            MIB, MIB, FunctionConfig.MAX_REQUEST_BODY_BYTES, Side.LISTENER, 0, 1_024, 1, Duration.ofSeconds(10));

    private WorkerChannels() {}
}
