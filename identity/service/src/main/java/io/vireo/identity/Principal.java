package io.vireo.identity;

import io.vireo.policy.CompiledPolicy;
import io.vireo.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts: a person with an account, the machine's own administrator, or a part of the platform itself.
 *
 * @param kind which of them
 * @param accountId of the person's account; null for the machine and the platform
 * @param name username of the person, {@code machine} or {@code platform:PART}
 * @param bindings the roles held, as they were when this value was made: it is made anew for every request
 */
public record Principal(Kind kind, @Nullable UUID accountId, String name, Set<RoleBinding> bindings) {
    /** What kind of actor it is. */
    public enum Kind {
        /** A person who signed in, or a program with that person's token. */
        PERSON,
        /** The holder of the credential that lies in the installation's data directory. */
        MACHINE,
        /** A part of the platform that acts on its own, such as the computation of snapshots. */
        PLATFORM
    }

    public Principal {
        bindings = Set.copyOf(bindings);
    }

    /** The machine's own administrator. */
    public static Principal machine() {
        return new Principal(Kind.MACHINE, null, "machine", Set.of(RoleBinding.onPlatform(Role.ADMINISTRATOR)));
    }

    /** A part of the platform that acts by itself, with every right. */
    public static Principal platform(String part) {
        return new Principal(
                Kind.PLATFORM, null, "platform:" + part, Set.of(RoleBinding.onPlatform(Role.ADMINISTRATOR)));
    }

    /**
     * Every statement that counts in a tenant, or on the platform.
     *
     * @param tenantId the tenant, or null for the platform
     */
    public List<Statement> statementsIn(@Nullable UUID tenantId) {
        List<Statement> statements = new ArrayList<>();
        bindings.stream().sorted((a, b) -> a.role().compareTo(b.role())).forEach(binding -> {
            if (tenantId == null && binding.tenantId() == null) {
                statements.addAll(binding.role().statementsOnPlatform());
            } else if (tenantId != null && (binding.tenantId() == null || tenantId.equals(binding.tenantId()))) {
                statements.addAll(binding.role().statementsInTenant(name));
            }
        });
        return List.copyOf(statements);
    }

    /** Whether the principal holds the role there, or one that includes it: nobody gives what they do not hold. */
    public boolean holds(RoleBinding wanted) {
        return bindings.stream()
                .anyMatch(held -> held.role().compareTo(wanted.role()) <= 0
                        && (held.tenantId() == null || held.tenantId().equals(wanted.tenantId())));
    }

    /** The statements that count there, ready to decide. */
    public CompiledPolicy policyIn(@Nullable UUID tenantId) {
        return CompiledPolicy.of(statementsIn(tenantId));
    }
}
