package io.vireo.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.Caller;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.push.Scene;
import io.vireo.identity.AccountService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SessionService;
import io.vireo.tenant.TenantSummary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the API, and who may call it. A route that is not listed here fails the test. */
@ControlPlaneTest
class RouteMatrixIT {
    /** A caller: who may do what is in {@link #ROUTES}, by the first letters. */
    private enum Who {
        /** Nobody signed in. */
        NOBODY,
        /** A developer of another tenant. */
        STRANGER,
        VIEWER,
        DEVELOPER,
        TENANT_ADMINISTRATOR,
        ADMINISTRATOR
    }

    private static final Set<Who> ALL = Set.of(Who.values());
    private static final Set<Who> SIGNED_IN =
            Set.of(Who.STRANGER, Who.VIEWER, Who.DEVELOPER, Who.TENANT_ADMINISTRATOR, Who.ADMINISTRATOR);
    private static final Set<Who> MEMBERS =
            Set.of(Who.VIEWER, Who.DEVELOPER, Who.TENANT_ADMINISTRATOR, Who.ADMINISTRATOR);
    private static final Set<Who> DEVELOPERS = Set.of(Who.DEVELOPER, Who.TENANT_ADMINISTRATOR, Who.ADMINISTRATOR);
    private static final Set<Who> TENANT_ADMINISTRATORS = Set.of(Who.TENANT_ADMINISTRATOR, Who.ADMINISTRATOR);
    private static final Set<Who> ADMINISTRATORS = Set.of(Who.ADMINISTRATOR);

    private static final String T = "/api/v1/tenants/{tenant}";
    private static final String F = T + "/functions/{name}";

    private static final Map<String, Set<Who>> ROUTES = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /api/v1/health", ALL),
            Map.entry("GET /api/v1/openapi.json", ALL),
            Map.entry("GET /api/v1/openapi.json.yaml", SIGNED_IN),
            Map.entry("POST /api/v1/sessions", ALL),
            Map.entry("POST /api/v1/first-administrator", ALL),
            Map.entry("POST /api/v1/bootstrap-link", Set.of()), // the machine alone
            Map.entry("GET /api/v1/me", SIGNED_IN),
            Map.entry("POST /api/v1/me/password", SIGNED_IN),
            Map.entry("GET /api/v1/sessions", SIGNED_IN),
            Map.entry("DELETE /api/v1/sessions/{id}", SIGNED_IN),
            Map.entry("POST /api/v1/tokens", SIGNED_IN),
            Map.entry("GET /api/v1/users", ADMINISTRATORS),
            Map.entry("POST /api/v1/users", ADMINISTRATORS),
            Map.entry("GET /api/v1/users/{username}", ADMINISTRATORS),
            Map.entry("PATCH /api/v1/users/{username}", ADMINISTRATORS),
            Map.entry("DELETE /api/v1/users/{username}", ADMINISTRATORS),
            Map.entry("PUT /api/v1/users/{username}/roles", ADMINISTRATORS),
            Map.entry("DELETE /api/v1/users/{username}/roles", ADMINISTRATORS),
            Map.entry("GET /api/v1/tenants", SIGNED_IN),
            Map.entry("POST /api/v1/tenants", ADMINISTRATORS),
            Map.entry("GET " + T, MEMBERS),
            Map.entry("DELETE " + T, ADMINISTRATORS),
            Map.entry("POST " + T + "/restore", ADMINISTRATORS),
            Map.entry("POST " + T + "/data-token", MEMBERS),
            Map.entry("GET " + T + "/containers", MEMBERS),
            Map.entry("POST " + T + "/containers", DEVELOPERS),
            Map.entry("GET " + T + "/containers/{name}", MEMBERS),
            Map.entry("PATCH " + T + "/containers/{name}", TENANT_ADMINISTRATORS),
            Map.entry("DELETE " + T + "/containers/{name}", TENANT_ADMINISTRATORS),
            Map.entry("POST " + T + "/containers/{containerId}/restore", TENANT_ADMINISTRATORS),
            Map.entry("GET " + T + "/keys", MEMBERS),
            Map.entry("POST " + T + "/keys", MEMBERS),
            Map.entry("DELETE " + T + "/keys/{accessKeyId}", MEMBERS),
            Map.entry("GET " + T + "/functions", MEMBERS),
            Map.entry("POST " + T + "/functions", DEVELOPERS),
            Map.entry("GET " + F, MEMBERS),
            Map.entry("DELETE " + F, DEVELOPERS),
            Map.entry("PUT " + F + "/draft", DEVELOPERS),
            Map.entry("GET " + F + "/versions", MEMBERS),
            Map.entry("POST " + F + "/versions", DEVELOPERS),
            Map.entry("GET " + F + "/versions/{version}", MEMBERS),
            Map.entry("GET " + F + "/versions/{version}/archive", MEMBERS),
            Map.entry("GET " + F + "/deployments", MEMBERS),
            Map.entry("POST " + F + "/deployments", DEVELOPERS),
            Map.entry("GET " + F + "/deployments/{id}", MEMBERS),
            Map.entry("GET " + T + "/functions/{function}/logs", MEMBERS),
            Map.entry("POST " + T + "/functions/{function}/invocations", DEVELOPERS),
            Map.entry("GET /api/v1/function-templates", SIGNED_IN),
            Map.entry("GET /api/v1/function-templates/{id}", SIGNED_IN),
            Map.entry("GET /api/v1/nodes", ADMINISTRATORS),
            Map.entry("GET /api/v1/nodes/{name}", ADMINISTRATORS),
            Map.entry("POST /api/v1/nodes/{name}/join-token", ADMINISTRATORS),
            Map.entry("DELETE /api/v1/nodes/{name}", ADMINISTRATORS),
            Map.entry("GET /api/v1/audit", ADMINISTRATORS),
            Map.entry("GET /api/v1/status", SIGNED_IN)));

    /** Bodies that pass the parser: what is asked is whether the caller may ask at all. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/v1/tenants", "{\"name\":\"-not a name-\"}"),
            Map.entry("POST /api/v1/tokens", "{\"name\":\"t\",\"lifetimeSeconds\":60}"),
            Map.entry("PUT /api/v1/users/{username}/roles", "{\"role\":\"viewer\"}"),
            Map.entry("DELETE /api/v1/users/{username}/roles", "{\"role\":\"viewer\"}"),
            Map.entry("POST " + F + "/deployments", "{\"version\":1}"),
            Map.entry("PUT " + F + "/draft", "{\"baseRevision\":1}"),
            Map.entry("POST " + T + "/functions", "{\"name\":\"x\"}"),
            Map.entry("POST " + T + "/containers", "{\"name\":\"-not a name-\"}"),
            Map.entry("PATCH " + T + "/containers/{name}", "{\"durability\":\"fsync\"}"),
            Map.entry("POST " + T + "/keys", "{\"name\":\"k\"}"),
            Map.entry("POST /api/v1/users", "{\"username\":\"-not a name-\",\"password\":\"p\"}"));

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    @Autowired
    Scene scene;

    @Autowired
    AccountService accounts;

    @Autowired
    SessionService sessions;

    @LocalServerPort
    int port;

    @Test
    void everyRouteIsListed() {
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods().keySet().forEach(mapping -> {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/"))
                        .forEach(pattern -> routes.add(method + " " + pattern));
            }
        });

        assertThat(routes).isEqualTo(ROUTES.keySet());
    }

    @Test
    void everyRouteLetsInWhomItShouldAndNobodyElse() throws Exception {
        TenantSummary tenant = scene.tenant();
        TenantSummary another = scene.tenant();
        Map<Who, Caller> callers = callers(tenant.id(), another.id());
        List<String> surprises = new ArrayList<>();
        for (Map.Entry<String, Set<Who>> route : ROUTES.entrySet()) {
            String method = route.getKey().substring(0, route.getKey().indexOf(' '));
            for (Map.Entry<Who, Caller> caller : callers.entrySet()) {
                Who who = caller.getKey();
                String body = method.equals("GET") ? null : BODIES.getOrDefault(route.getKey(), "{}");
                Caller.Answer answer = caller.getValue().call(method, path(route.getKey(), tenant.name()), body);
                boolean isKeptOut = answer.status() == 401
                        || answer.status() == 403
                        || answer.code().equals("tenant-not-found");
                if (isLogin(route.getKey())) {
                    continue; // answers 401 and 403 itself
                }
                if (isKeptOut == route.getValue().contains(who)) {
                    surprises.add("%s as %s: %d %s".formatted(route.getKey(), who, answer.status(), answer.body()));
                }
                if (answer.status() >= 500 && answer.status() != 503) {
                    surprises.add(
                            "%s as %s fails: %d %s".formatted(route.getKey(), who, answer.status(), answer.body()));
                }
            }
        }

        assertThat(surprises).isEmpty();
    }

    private static boolean isLogin(String route) {
        return route.equals("POST /api/v1/sessions") || route.equals("POST /api/v1/first-administrator");
    }

    private static String path(String route, String tenant) {
        return route.substring(route.indexOf(' ') + 1)
                .replace("{tenant}", tenant)
                .replace("{version}", "1")
                .replace("{containerId}", "9999999")
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{accessKeyId}", "unknown")
                .replaceAll("\\{\\w+}", "no-such-thing");
    }

    private Map<Who, Caller> callers(UUID tenantId, UUID anotherId) {
        Map<Who, Caller> callers = new EnumMap<>(Who.class);
        callers.put(Who.NOBODY, new Caller(port, null));
        callers.put(Who.STRANGER, caller(RoleBinding.inTenant(Role.DEVELOPER, anotherId)));
        callers.put(Who.VIEWER, caller(RoleBinding.inTenant(Role.VIEWER, tenantId)));
        callers.put(Who.DEVELOPER, caller(RoleBinding.inTenant(Role.DEVELOPER, tenantId)));
        callers.put(Who.TENANT_ADMINISTRATOR, caller(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, tenantId)));
        callers.put(Who.ADMINISTRATOR, caller(RoleBinding.onPlatform(Role.ADMINISTRATOR)));
        return callers;
    }

    private Caller caller(RoleBinding binding) {
        String username = Scene.name("u");
        String password = "correct horse battery staple";
        scene.asMachine(() -> {
            accounts.create(new CreateAccount(username, "", password));
            return accounts.assignRole(username, binding);
        });
        return new Caller(port, sessions.signIn(username, password, "127.0.0.1").token());
    }
}
