package io.vireo.invoker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TenantConfigTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String HASH = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String FUNCTION = """
            {"name":"f","version":3,"codeSha256":"%s","runtime":"python","handler":"main:handler","workers":2,
             "eventTimeoutMs":500,"environment":{"A":"1"},
             "bindings":[{"name":"data","container":"7","prefix":"in/","writable":true,"containerName":"data"}],
             "maxRequestBodyBytes":1024,"somethingNewer":{"x":1}}""".formatted(HASH);

    @Nested
    class Of {

        @Test
        void readsWhatTheAgentSends() {
            TenantConfig tenant = parse("""
                    {"id":"t1","name":"default","listenAddress":"127.0.0.1","nativePort":8081,
                     "containers":[{"id":"7","name":"data"}],
                     "accessKeys":[{"id":"k","sessionKeySha256":"%s","principal":"ann",
                       "statements":[{"allow":true,"actions":["item:*"],"resources":["container/data/*"]}],
                       "expiresUnixSeconds":"1800000000"}],
                     "verificationKeys":[{"id":"v","publicKeyDer":"AQID"}],
                     "functions":[%s],"systemContainer":"9"}""".formatted(HASH, FUNCTION));

            assertThat(tenant.view().containers()).singleElement().satisfies(container -> {
                assertThat(container.id()).isEqualTo(7);
                assertThat(container.name()).isEqualTo("data");
            });
            assertThat(tenant.view().accessKeys().getFirst().expiresUnixSeconds())
                    .isEqualTo(1_800_000_000L);
            assertThat(tenant.view().verificationKeys().getFirst().publicKeyDer())
                    .containsExactly(1, 2, 3);
            assertThat(tenant.view().functions().getFirst().maxRequestBodyBytes())
                    .isEqualTo(1024);
            assertThat(tenant.systemContainer()).isEqualTo(9);
            FunctionConfig function = tenant.functions().getFirst();
            assertThat(function.version()).isEqualTo(3);
            assertThat(function.environment()).isEqualTo(Map.of("A", "1"));
            assertThat(function.bindings()).isEqualTo(List.of(new FunctionConfig.Binding("data", 7, "in/", true)));
        }

        @Test
        void takesDefaultsForWhatIsLeftOut() {
            TenantConfig tenant = parse("""
                    {"id":"t1","systemContainer":"9","functions":[{"name":"f","version":1,"codeSha256":"%s",
                     "runtime":"python","handler":"main:handler"}]}""".formatted(HASH));

            FunctionConfig function = tenant.functions().getFirst();
            assertThat(function.workers()).isEqualTo(1);
            assertThat(function.eventTimeoutMs()).isZero();
            assertThat(function.bindings()).isEmpty();
            assertThat(tenant.view().containers()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "'\"name\":\"f\"'           | '\"name\":\"a/b\"'             | functions[0].name",
                    "'\"version\":3'            | '\"version\":0'                | functions[0].version",
                    "'\"runtime\":\"python\"'   | '\"runtime\":\"cobol\"'        | functions[0].runtime",
                    "'main:handler'             | 'main.handler'                 | functions[0].handler",
                    "'\"workers\":2'            | '\"workers\":65'               | functions[0].workers",
                    "'\"workers\":2'            | '\"workers\":\"many\"'         | functions[0].workers",
                    "'\"eventTimeoutMs\":500'   | '\"eventTimeoutMs\":-1'        | functions[0].eventTimeoutMs",
                    "'{\"A\":\"1\"}'            | '{\"A=B\":\"1\"}'              | functions[0].environment",
                    "'\"container\":\"7\"'      | '\"container\":\"0\"'          | functions[0].bindings[0].container",
                    "'\"maxRequestBodyBytes\":1024' | '\"maxRequestBodyBytes\":99999999' | functions[0].maxRequestBodyBytes",
                })
        void namesTheFieldThatCannotBeTaken(String good, String bad, String field) {
            String tenant = "{\"id\":\"t1\",\"systemContainer\":\"9\",\"functions\":["
                    + FUNCTION.replace(good.strip(), bad.strip()) + "]}";

            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> parse(tenant))
                    .extracting(ConfigException::field)
                    .isEqualTo(field.strip());
        }

        @Test
        void namesTheKeyWhosePolicyIsWrong() {
            String tenant = """
                    {"id":"t1","accessKeys":[{"id":"k","sessionKeySha256":"%s","statements":[{"allow":true}]}]}""".formatted(HASH);

            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> parse(tenant))
                    .extracting(ConfigException::field)
                    .isEqualTo("accessKeys[0].actions");
        }

        @Test
        void wantsAPlaceForTheLogs() {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> parse("{\"id\":\"t1\",\"functions\":[" + FUNCTION + "]}"))
                    .extracting(ConfigException::field)
                    .isEqualTo("systemContainer");
        }
    }

    private static TenantConfig parse(String json) {
        return TenantConfig.of(MAPPER.readTree(json));
    }
}
