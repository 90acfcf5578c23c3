package io.vireo.tenant;

import static io.vireo.tenant.AuthorisationMatrixIT.Who.ADMINISTRATOR;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.CHIEF;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.CHIEF_OF_ALL;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.CHIEF_OF_ANOTHER;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.DEVELOPER;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.MACHINE;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.MEMBER_OF_NONE;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.PLATFORM;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.VIEWER;
import static io.vireo.tenant.AuthorisationMatrixIT.Who.VIEWER_OF_ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.identity.AccessKeyService;
import io.vireo.identity.AccountService;
import io.vireo.identity.BootstrapService;
import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.DataTokenService;
import io.vireo.identity.IdentityException;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SessionService;
import io.vireo.identity.UpdateAccount;
import io.vireo.identity.support.InstallationTest;
import io.vireo.identity.support.People;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every method of every service of identity and tenants, tried by everybody. */
@InstallationTest
class AuthorisationMatrixIT {
    enum Who {
        NOBODY,
        MEMBER_OF_NONE,
        CHIEF_OF_ANOTHER,
        VIEWER,
        DEVELOPER,
        CHIEF,
        VIEWER_OF_ALL,
        CHIEF_OF_ALL,
        ADMINISTRATOR,
        MACHINE,
        PLATFORM
    }

    private record Act(String name, Runnable act, Set<Who> allowed) {}

    private static final Set<Who> SIGNED_IN = EnumSet.complementOf(EnumSet.of(Who.NOBODY));
    private static final Set<Who> ADMINISTRATORS = EnumSet.of(ADMINISTRATOR, MACHINE, PLATFORM);
    private static final Set<Who> CHIEFS = union(ADMINISTRATORS, CHIEF, CHIEF_OF_ALL);
    private static final Set<Who> DEVELOPERS = union(CHIEFS, DEVELOPER);
    private static final Set<Who> MEMBERS = union(DEVELOPERS, VIEWER, VIEWER_OF_ALL);

    @Autowired
    private TenantService tenants;

    @Autowired
    private ContainerService containers;

    @Autowired
    private AccountService accounts;

    @Autowired
    private SessionService sessions;

    @Autowired
    private AccessKeyService keys;

    @Autowired
    private DataTokenService dataTokens;

    @Autowired
    private BootstrapService bootstrap;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private People people;

    private UUID tenant;
    private String target;

    @Test
    void everyMethodIsOpenToWhomItIsMeantForAndToNobodyElse() {
        Map<Who, Principal> everybody = everybody();
        List<String> differences = new ArrayList<>();

        for (Act act : acts()) {
            for (Who who : Who.values()) {
                boolean expected = act.allowed.contains(who);
                boolean actual = isAllowed(act, everybody.get(who));
                if (expected != actual) {
                    differences.add(act.name + " by " + who + ": expected " + expected + ", is " + actual);
                }
            }
        }

        assertThat(differences).isEmpty();
    }

    private List<Act> acts() {
        PageQuery page = PageQuery.of(0, 10);
        CursorQuery cursor = CursorQuery.of(null, 10);
        RoleBinding viewerHere = RoleBinding.inTenant(Role.VIEWER, tenant);
        return List.of(
                new Act("tenants.create", () -> tenants.create(CreateTenant.named("default")), ADMINISTRATORS),
                new Act("tenants.page", () -> tenants.page(page), SIGNED_IN),
                new Act("tenants.count", () -> tenants.count(""), SIGNED_IN),
                new Act("tenants.list", () -> tenants.list(cursor), SIGNED_IN),
                new Act("tenants.find", () -> tenants.find(tenant), MEMBERS),
                new Act("tenants.find by name", () -> tenants.find("matrix"), MEMBERS),
                new Act("tenants.restore", () -> tenants.restore(tenant), ADMINISTRATORS),
                new Act("tenants.retire", () -> tenants.retire(defaultTenant()), ADMINISTRATORS),
                new Act("tenants.configurations", () -> tenants.configurations(), EnumSet.of(PLATFORM)),
                new Act("containers.create", () -> containers.create(tenant, new CreateContainer("m0")), DEVELOPERS),
                new Act("containers.page", () -> containers.page(tenant, page), MEMBERS),
                new Act("containers.count", () -> containers.count(tenant, ""), MEMBERS),
                new Act("containers.list", () -> containers.list(tenant, cursor), MEMBERS),
                new Act("containers.find", () -> containers.find(tenant, "none"), MEMBERS),
                new Act("containers.retire", () -> containers.retire(tenant, "none"), CHIEFS),
                new Act("containers.restore", () -> containers.restore(tenant, 0), CHIEFS),
                new Act(
                        "accounts.create",
                        () -> accounts.create(new CreateAccount(target, "", People.PASSWORD)),
                        ADMINISTRATORS),
                new Act("accounts.page", () -> accounts.page(page), union(ADMINISTRATORS, CHIEF_OF_ALL)),
                new Act("accounts.count", () -> accounts.count(""), union(ADMINISTRATORS, CHIEF_OF_ALL)),
                new Act("accounts.list", () -> accounts.list(cursor), union(ADMINISTRATORS, CHIEF_OF_ALL)),
                new Act("accounts.pageOfTenant", () -> accounts.pageOfTenant(tenant, page), CHIEFS),
                new Act("accounts.countOfTenant", () -> accounts.countOfTenant(tenant, ""), CHIEFS),
                new Act("accounts.find", () -> accounts.find(target), union(ADMINISTRATORS, CHIEF_OF_ALL)),
                new Act(
                        "accounts.update",
                        () -> accounts.update(target, new UpdateAccount("x", null, null)),
                        ADMINISTRATORS),
                new Act("accounts.delete", () -> accounts.delete("not-there"), ADMINISTRATORS),
                new Act("accounts.assignRole", () -> accounts.assignRole(target, viewerHere), CHIEFS),
                new Act("accounts.removeRole", () -> accounts.removeRole(target, viewerHere), CHIEFS),
                new Act(
                        "accounts.assignRole of the platform",
                        () -> accounts.assignRole(target, RoleBinding.onPlatform(Role.VIEWER)),
                        ADMINISTRATORS),
                new Act("sessions.of", () -> sessions.of(target), union(ADMINISTRATORS, CHIEF_OF_ALL)),
                new Act("sessions.own", () -> sessions.own(), SIGNED_IN),
                new Act("keys.create", () -> keys.create(tenant, CreateAccessKey.named("own")), MEMBERS),
                new Act(
                        "keys.create of another",
                        () -> keys.create(tenant, new CreateAccessKey("k", "not-there", null, List.of())),
                        CHIEFS),
                new Act("keys.page", () -> keys.page(tenant, page), MEMBERS),
                new Act("keys.count", () -> keys.count(tenant, ""), MEMBERS),
                new Act("keys.list", () -> keys.list(tenant, cursor), MEMBERS),
                new Act("keys.revoke", () -> keys.revoke(tenant, "VKNOTTHERE"), MEMBERS),
                new Act("keys.grants", () -> keys.grants(), EnumSet.of(PLATFORM)),
                new Act("dataTokens.issue", () -> dataTokens.issue(tenant), MEMBERS),
                new Act("bootstrap.link", () -> bootstrap.link(), EnumSet.of(MACHINE, PLATFORM)));
    }

    private Map<Who, Principal> everybody() {
        tenant = principals.callAs(Principal.machine(), () -> tenants.create(CreateTenant.named("matrix"))
                .id());
        UUID another = principals.callAs(Principal.machine(), () -> tenants.create(CreateTenant.named("matrix-2"))
                .id());
        target = people.with().name();
        Map<Who, Principal> everybody = new EnumMap<>(Who.class);
        everybody.put(MEMBER_OF_NONE, people.with());
        everybody.put(CHIEF_OF_ANOTHER, people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, another)));
        everybody.put(VIEWER, people.with(RoleBinding.inTenant(Role.VIEWER, tenant)));
        everybody.put(DEVELOPER, people.with(RoleBinding.inTenant(Role.DEVELOPER, tenant)));
        everybody.put(CHIEF, people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, tenant)));
        everybody.put(VIEWER_OF_ALL, people.with(RoleBinding.onPlatform(Role.VIEWER)));
        everybody.put(CHIEF_OF_ALL, people.with(RoleBinding.onPlatform(Role.TENANT_ADMINISTRATOR)));
        everybody.put(ADMINISTRATOR, people.with(RoleBinding.onPlatform(Role.ADMINISTRATOR)));
        everybody.put(MACHINE, Principal.machine());
        everybody.put(PLATFORM, Principal.platform("matrix"));
        return everybody;
    }

    private UUID defaultTenant() {
        return principals.callAs(
                Principal.machine(), () -> tenants.find("default").id());
    }

    /** Whether the act got past the authorisation: what it meets behind that is another matter. */
    private boolean isAllowed(Act act, Principal principal) {
        try {
            if (principal == null) {
                act.act.run();
            } else {
                principals.runAs(principal, act.act);
            }
            return true;
        } catch (TenantException met) {
            return true;
        } catch (IdentityException refused) {
            return switch (refused.errorCode()) {
                case UNAUTHENTICATED, FORBIDDEN, TENANT_NOT_FOUND -> false;
                default -> true;
            };
        }
    }

    private static Set<Who> union(Set<Who> some, Who... others) {
        Set<Who> all = EnumSet.copyOf(some);
        all.addAll(List.of(others));
        return all;
    }
}
