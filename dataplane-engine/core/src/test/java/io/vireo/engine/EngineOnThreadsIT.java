package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ReplyReader;
import org.junit.jupiter.api.Test;

/** All that {@link EngineProcessIT} asks for, of an engine whose operator wants threads to wait for the disk. */
class EngineOnThreadsIT extends EngineProcessIT {
    @Override
    String configuration() {
        return ", \"segmentBytes\": 2097152, \"checkpointBytes\": 4194304, \"diskAccess\": \"threads\"";
    }

    @Test
    void saysHowItReachesTheDisk() {
        assertThat(engine.firstLine()).endsWith("disk=threads");
        ReplyReader reply = client.ask(request -> request.setPing());
        assertThat(reply.engine().diskAccess()).isEqualTo("threads");
    }
}
