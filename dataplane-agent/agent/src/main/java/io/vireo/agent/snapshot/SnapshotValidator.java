package io.vireo.agent.snapshot;

import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.Durability;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.Tenant;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Checks what the agent itself relies on: names that become file names, ids that become grants, addresses that must not collide. What
 * only a gateway can judge, such as a policy statement, it judges when it is told.
 */
public final class SnapshotValidator {
    /** Names become parts of file names and of process names. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private static final int SHA_256_LENGTH = 32;
    private static final int LAST_PORT = 65_535;
    private static final int MAX_TENANTS = 256;
    private static final int MAX_WORKERS = 64;
    private static final long MAX_CODE_LENGTH = 256L << 20;

    private SnapshotValidator() {}

    /** The first thing that is wrong with a configuration for this node. */
    public static Optional<Refusal> refusalOf(Snapshot snapshot, String nodeId) {
        try {
            check(snapshot.getNodeId().equals(nodeId), "nodeId", "is of another node: value=" + snapshot.getNodeId());
            checkTenants(snapshot);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.refusal);
        }
    }

    private static void checkTenants(Snapshot snapshot) {
        check(
                snapshot.getTenantsCount() <= MAX_TENANTS,
                "tenants",
                "are too many: count=" + snapshot.getTenantsCount() + " limit=" + MAX_TENANTS);
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> listeners = new HashSet<>();
        Set<Long> containers = new HashSet<>();
        for (int i = 0; i < snapshot.getTenantsCount(); i++) {
            Tenant tenant = snapshot.getTenants(i);
            String at = "tenants[" + i + "]";
            check(isUuid(tenant.getId()), at + ".id", "is not a UUID: value=" + tenant.getId());
            check(ids.add(tenant.getId()), at + ".id", "comes twice: value=" + tenant.getId());
            checkName(tenant.getName(), at + ".name");
            check(names.add(tenant.getName()), at + ".name", "comes twice: value=" + tenant.getName());
            check(
                    isAddress(tenant.getListenAddress()),
                    at + ".listenAddress",
                    "is not an IP address: value=" + tenant.getListenAddress());
            check(
                    tenant.getNativePort() >= 1 && tenant.getNativePort() <= LAST_PORT,
                    at + ".nativePort",
                    "is out of range: value=" + tenant.getNativePort() + " min=1 max=" + LAST_PORT);
            String listener = tenant.getListenAddress() + ":" + tenant.getNativePort();
            check(listeners.add(listener), at + ".listenAddress", "is taken by another tenant: value=" + listener);
            checkContainers(tenant, at, containers);
            checkFunctions(tenant, at);
        }
        checkPurges(snapshot, containers);
    }

    /** What a tenant still has is never deleted. */
    private static void checkPurges(Snapshot snapshot, Set<Long> live) {
        for (int i = 0; i < snapshot.getPurgesCount(); i++) {
            ContainerPurge purge = snapshot.getPurges(i);
            String at = "purges[" + i + "]";
            check(isUuid(purge.getTenantId()), at + ".tenantId", "is not a UUID: value=" + purge.getTenantId());
            check(purge.getContainer() != 0, at + ".container", "is missing");
            check(
                    !live.contains(purge.getContainer()),
                    at + ".container",
                    "belongs to a tenant: value=" + purge.getContainer());
        }
    }

    private static void checkContainers(Tenant tenant, String at, Set<Long> all) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tenant.getContainersCount(); i++) {
            Container container = tenant.getContainers(i);
            String here = at + ".containers[" + i + "]";
            check(container.getId() != 0, here + ".id", "is missing");
            check(all.add(container.getId()), here + ".id", "belongs to another container: value=" + container.getId());
            check(!container.getName().isEmpty(), here + ".name", "is empty");
            check(names.add(container.getName()), here + ".name", "comes twice: value=" + container.getName());
            check(
                    container.getDurability() != Durability.UNRECOGNIZED,
                    here + ".durability",
                    "is not known: value=" + container.getDurabilityValue());
        }
        check(
                tenant.getSystemContainer() == 0 || all.add(tenant.getSystemContainer()),
                at + ".systemContainer",
                "belongs to another container: value=" + tenant.getSystemContainer());
    }

    private static void checkFunctions(Tenant tenant, String at) {
        Set<Long> own = new HashSet<>();
        tenant.getContainersList().forEach(container -> own.add(container.getId()));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tenant.getFunctionsCount(); i++) {
            Function function = tenant.getFunctions(i);
            String here = at + ".functions[" + i + "]";
            checkName(function.getName(), here + ".name");
            check(names.add(function.getName()), here + ".name", "comes twice: value=" + function.getName());
            check(
                    function.getCodeSha256().size() == SHA_256_LENGTH,
                    here + ".codeSha256",
                    "has the wrong length: length=" + function.getCodeSha256().size() + " wanted=" + SHA_256_LENGTH);
            check(
                    function.getCodeLength() >= 0 && function.getCodeLength() <= MAX_CODE_LENGTH,
                    here + ".codeLength",
                    "is out of range: value=" + function.getCodeLength() + " max=" + MAX_CODE_LENGTH);
            check(
                    function.getRuntime().equals("python")
                            || function.getRuntime().startsWith("python:"),
                    here + ".runtime",
                    "is not one that this node runs: value=" + function.getRuntime() + " known=python");
            check(
                    function.getWorkers() <= MAX_WORKERS && function.getWorkers() >= 0,
                    here + ".workers",
                    "is out of range: value=" + function.getWorkers() + " max=" + MAX_WORKERS);
            for (int j = 0; j < function.getBindingsCount(); j++) {
                Binding binding = function.getBindings(j);
                check(
                        own.contains(binding.getContainer()),
                        here + ".bindings[" + j + "].container",
                        "is not a container of this tenant: value=" + binding.getContainer());
            }
        }
    }

    private static void checkName(String name, String field) {
        check(NAME.matcher(name).matches(), field, "is not 1 to 63 letters, digits, '.', '_' or '-': value=" + name);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isAddress(String text) {
        try {
            return !text.isEmpty() && InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void check(boolean holds, String field, String text) {
        if (!holds) {
            throw new Refused(new Refusal(field, text));
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.text(), null, false, false);
            this.refusal = refusal;
        }
    }
}
