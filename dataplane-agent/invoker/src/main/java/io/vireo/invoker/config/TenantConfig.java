package io.vireo.invoker.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.vireo.gateway.GatewayException;
import io.vireo.gateway.TenantView;
import io.vireo.policy.InvalidPolicyException;
import io.vireo.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tenant as the agent sends it: the JSON form of the control plane's {@code Tenant} message, in which 64-bit numbers may be
 * texts, bytes are Base64 and defaults are left out. Keys that a newer agent adds are passed over.
 *
 * @param view what the gateway needs of it
 * @param functions by name
 * @param systemContainer id of the container that holds the log streams
 */
public record TenantConfig(TenantView view, List<FunctionConfig> functions, long systemContainer) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultNullHandling(_ -> JsonSetter.Value.forContentNulls(Nulls.FAIL)) // in lists and maps
            .build();

    /** Copies the list. */
    public TenantConfig {
        functions = List.copyOf(functions);
    }

    /**
     * Reads and checks a tenant.
     *
     * @throws ConfigException naming the field that cannot be taken
     */
    public static TenantConfig of(JsonNode tenant) {
        Wire wire;
        try {
            wire = MAPPER.treeToValue(tenant, Wire.class);
        } catch (JacksonException e) {
            throw new ConfigException(FieldPath.of(e), e.getOriginalMessage());
        }
        try {
            List<FunctionConfig> functions = Given.list(wire.functions());
            for (int i = 0; i < functions.size(); i++) {
                functions.get(i).validate("functions[" + i + "]");
            }
            if (!functions.isEmpty() && wire.systemContainer() == 0) {
                throw new ConfigException("systemContainer", "is missing: the logs of functions need it");
            }
            return new TenantConfig(wire.view(), functions, wire.systemContainer());
        } catch (GatewayException e) {
            throw new ConfigException(e.field(), Given.text(e.getMessage()));
        }
    }

    private record Wire(
            @Nullable String id,
            @Nullable String name,
            @Nullable String listenAddress,
            int nativePort,
            @Nullable List<WireContainer> containers,
            @Nullable List<WireKey> accessKeys,
            @Nullable List<WireVerificationKey> verificationKeys,
            @Nullable List<FunctionConfig> functions,
            long systemContainer) {
        private TenantView view() {
            List<TenantView.AccessKey> keys = new ArrayList<>();
            for (WireKey key : Given.list(accessKeys)) {
                keys.add(key.view("accessKeys[" + keys.size() + "]"));
            }
            return new TenantView(
                    Given.text(id),
                    Given.text(name),
                    Given.text(listenAddress),
                    nativePort,
                    Given.list(containers).stream()
                            .map(each -> new TenantView.Container(each.id(), Given.text(each.name())))
                            .toList(),
                    keys,
                    Given.list(verificationKeys).stream()
                            .map(each -> new TenantView.VerificationKey(
                                    Given.text(each.id()), Given.bytes(each.publicKeyDer())))
                            .toList(),
                    Given.list(functions).stream()
                            .map(f -> new TenantView.FunctionFace(f.name(), f.open(), f.maxRequestBodyBytes()))
                            .toList());
        }
    }

    private record WireContainer(long id, @Nullable String name) {}

    private record WireVerificationKey(@Nullable String id, byte @Nullable [] publicKeyDer) {}

    private record WireKey(
            @Nullable String id,
            byte @Nullable [] sessionKeySha256,
            @Nullable String principal,
            @Nullable List<WireStatement> statements,
            long expiresUnixSeconds) {
        private TenantView.AccessKey view(String path) {
            try {
                List<Statement> allowed = new ArrayList<>();
                for (WireStatement statement : Given.list(statements)) {
                    allowed.add(statement.compiled());
                }
                return new TenantView.AccessKey(
                        Given.text(id),
                        Given.bytes(sessionKeySha256),
                        Given.text(principal),
                        allowed,
                        expiresUnixSeconds);
            } catch (InvalidPolicyException e) {
                throw new ConfigException(path + "." + e.field(), Given.text(e.getMessage()));
            } catch (GatewayException e) {
                throw new ConfigException(path + "." + e.field(), Given.text(e.getMessage()));
            }
        }
    }

    private record WireStatement(
            boolean allow,
            @Nullable List<String> actions,
            @Nullable List<String> resources) {
        private Statement compiled() {
            return new Statement(allow, Given.list(actions), Given.list(resources));
        }
    }
}
