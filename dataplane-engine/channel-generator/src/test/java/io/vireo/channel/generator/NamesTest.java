package io.vireo.channel.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void followEachLanguage() {
        assertThat(Names.capitalised("bodyLength")).isEqualTo("BodyLength");
        assertThat(Names.python("bodyCrc32c")).isEqualTo("body_crc32c");
        assertThat(Names.python("correlationId")).isEqualTo("correlation_id");
        assertThat(Names.constant("conditionFailed")).isEqualTo("CONDITION_FAILED");
        assertThat(Names.javaMethod("correlationId")).isEqualTo("correlationId");
    }

    @Test
    void stepAsideForWordsThatAreTaken() {
        assertThat(Names.javaMethod("double")).isEqualTo("doubleValue");
        assertThat(Names.javaMethod("notify")).isEqualTo("notifyValue");
        assertThat(Names.python("from")).isEqualTo("from_");
        assertThat(Names.python("which")).isEqualTo("which_");
    }
}
