package io.vireo.gateway;

import io.vireo.policy.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * All that a gateway knows of its tenant: one immutable whole, swapped at once.
 *
 * @param tenantId UUID
 * @param tenantName for people
 * @param listenAddress IP address that the listener binds
 * @param nativePort TCP port of the native API and of function calls; 0: any free one
 * @param containers that the tenant has
 * @param accessKeys that open them
 * @param verificationKeys of the short-lived tokens of people
 * @param functions that can be called
 */
public record TenantView(
        String tenantId,
        String tenantName,
        String listenAddress,
        int nativePort,
        List<Container> containers,
        List<AccessKey> accessKeys,
        List<VerificationKey> verificationKeys,
        List<FunctionFace> functions) {

    /**
     * @throws GatewayException naming the field, if a port is out of range or a name is empty or comes twice
     */
    public TenantView {
        containers = List.copyOf(containers);
        accessKeys = List.copyOf(accessKeys);
        verificationKeys = List.copyOf(verificationKeys);
        functions = List.copyOf(functions);
        if (tenantId.isEmpty()) {
            throw new GatewayException("tenantId", "is empty");
        }
        if (nativePort < 0 || nativePort > 65_535) {
            throw new GatewayException("nativePort", "is out of range: value=" + nativePort + " min=0 max=65535");
        }
        checkNames("containers", containers, Container::name);
        checkNames("accessKeys", accessKeys, AccessKey::id);
        checkNames("verificationKeys", verificationKeys, VerificationKey::id);
        checkNames("functions", functions, FunctionFace::name);
    }

    /**
     * A container.
     *
     * @param id unique in the installation
     * @param name in paths
     */
    public record Container(long id, String name) {}

    /**
     * An access key.
     *
     * @param id public name of the key
     * @param sessionKeySha256 digest of what a client sends
     * @param principal who acts with it
     * @param statements what it may do
     * @param expiresUnixSeconds 0: never
     */
    public record AccessKey(
            String id, byte[] sessionKeySha256, String principal, List<Statement> statements, long expiresUnixSeconds) {
        private static final int SHA_256_LENGTH = 32;

        /**
         * @throws GatewayException if the digest does not have the length of a SHA-256
         */
        public AccessKey {
            statements = List.copyOf(statements);
            if (sessionKeySha256.length != SHA_256_LENGTH) {
                throw new GatewayException(
                        "sessionKeySha256", "has the wrong length: length=" + sessionKeySha256.length + " wanted=32");
            }
        }
    }

    /**
     * A key that the tokens of people are verified with.
     *
     * @param id the {@code kid} of those tokens
     * @param publicKeyDer EC P-256, X.509 SubjectPublicKeyInfo
     */
    public record VerificationKey(String id, byte[] publicKeyDer) {}

    /**
     * What the gateway must know of a function to let a call through.
     *
     * @param name in the path
     * @param open whether callers need no credential
     * @param maxRequestBodyBytes of a call; 0: the gateway's default
     */
    public record FunctionFace(String name, boolean open, long maxRequestBodyBytes) {}

    private static <T> void checkNames(String field, List<T> things, Function<T, String> nameOf) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < things.size(); i++) {
            String name = nameOf.apply(things.get(i));
            if (name.isEmpty()) {
                throw new GatewayException(field + "[" + i + "]", "has no name");
            }
            if (!names.add(name)) {
                throw new GatewayException(field + "[" + i + "]", "comes twice: name=" + name);
            }
        }
    }
}
