package io.vireo.agent.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines of a tenant process, which talks to strangers all day: understood, or passed over with the exception that is documented. What becomes a file name,
 * a folder or an environment is fit to be one.
 */
class TenantMessageFuzzTest extends FuzzTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    protected long allocationLimit(int inputLength) {
        return (1 << 20) + 512L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        TenantMessage message;
        try {
            message = TenantMessage.parse(JSON, new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        if (message instanceof TenantMessage.StartWorker wanted) {
            assertThat(wanted.worker()).matches("[A-Za-z0-9][A-Za-z0-9._-]*");
            assertThat(wanted.codeSha256()).matches("[0-9a-f]{64}");
            assertThat(wanted.memoryMib()).isBetween(0, Integer.MAX_VALUE >> 10); // told in KiB
            new ProcessBuilder("true").environment().putAll(wanted.environment());
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                "{\"type\": \"hello\", \"pid\": 12, \"appliedVersion\": 11, \"workers\": [{\"worker\": \"w\", \"pid\": 1}]}",
                "{\"type\": \"refused\", \"version\": 12, \"field\": \"functions[0].handler\", \"reason\": \"is missing\"}",
                "{\"type\": \"functions\", \"functions\": [{\"name\": \"f\", \"version\": 1, \"state\": \"FUNCTION_STATE_SERVING\", \"workersReady\": 1}]}",
                "{\"type\": \"startWorker\", \"worker\": \"w-1\", \"function\": \"f\", \"version\": 3, \"runtime\": \"python\", \"handler\": \"main:handler\","
                        + " \"codeSha256\": \"" + "0a".repeat(32)
                        + "\", \"environment\": {\"A\": \"b\"}, \"memoryMib\": 64, \"channelSocket\": \"/s\","
                        + " \"bindings\": [{\"name\": \"data\", \"container\": 7, \"prefix\": \"\", \"writable\": true}]}",
                "{\"type\": \"stopWorker\", \"worker\": \"w-1\", \"reason\": \"idle\", \"kill\": true}");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "null",
                "[]",
                "{}",
                "{\"a\": []}",
                "-1",
                "1e99",
                "1.5",
                "true",
                "\"\\u0000\"",
                "\"=\"",
                "../..",
                "\"environment\": {\"A\": {}}",
                "\"environment\": {\"A=B\": \"x\"}",
                "2147483647");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
