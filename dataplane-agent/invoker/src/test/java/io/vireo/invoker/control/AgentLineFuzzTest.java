package io.vireo.invoker.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.invoker.config.ConfigException;
import io.vireo.invoker.config.ProcessConfig;
import io.vireo.invoker.config.TenantConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Lines of an agent, and the tenants in them: understood, or a {@link ConfigException}; nothing else may end the line. */
class AgentLineFuzzTest extends FuzzTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    protected int executions() {
        return 8_000;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (2 << 20) + 1024L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        try {
            FromAgent message = FromAgent.parse(MAPPER, new String(input, StandardCharsets.UTF_8));
            if (message instanceof FromAgent.Apply apply) {
                ProcessConfig.grantOf(apply.engineGrant());
                TenantConfig tenant = TenantConfig.of(apply.tenant());
                assertThat(tenant.functions()).hasSameSizeAs(tenant.view().functions());
            }
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                """
                {"type": "apply", "version": 12, "engineGrant": "AQID", "tenant": {"id": "6f1c1d9e-4f5b-4f7e-9d4e-1f2a3b4c5d6e", "name": "t",
                 "listenAddress": "127.0.0.1", "nativePort": 8081, "containers": [{"id": "7", "name": "data"}],
                 "accessKeys": [{"id": "a", "sessionKeySha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "principal": "p",
                  "statements": [{"allow": true, "actions": ["item:Read"], "resources": ["container/*"]}], "expiresUnixSeconds": "5"}],
                 "verificationKeys": [{"id": "k", "publicKeyDer": "AQID"}],
                 "functions": [{"name": "f", "version": 1, "codeSha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "runtime": "python",
                  "handler": "main:handler", "workers": 2, "environment": {"A": "b"}, "bindings": [{"name": "d", "container": "7"}]}],
                 "systemContainer": "9"}}""",
                "{\"type\": \"workerStarted\", \"worker\": \"w-1\", \"pid\": 12}",
                "{\"type\": \"workerExited\", \"worker\": \"w-1\", \"pid\": 12, \"exitCode\": 137}",
                "{\"type\": \"drain\"}");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "null",
                "[null]",
                "{}",
                "[]",
                "[{}]",
                "\"x\"",
                "-1",
                "1e99",
                "1.5",
                "true",
                "\"type\": \"drain\"",
                "[[",
                "\"\\ud800\"",
                "\"bindings\": [null]",
                "\"environment\": {\"A\": null}",
                "\"functions\": [null]",
                "\"statements\": [null]");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
