package io.vireo.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.support.InstallationTest;
import io.vireo.identity.support.People;
import io.vireo.identity.support.RealDatabase;
import io.vireo.identity.support.RestCaller;
import io.vireo.identity.support.RestCaller.Answer;
import io.vireo.identity.support.TestInstallation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The API of identity and tenants over real HTTP. */
@InstallationTest
class ApiIT {
    @LocalServerPort
    private int port;

    @Autowired
    private People people;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private TenantService tenants;

    private RestCaller machine;
    private RestCaller nobody;

    @BeforeEach
    void signIn() {
        machine = new RestCaller(port, TestInstallation.MACHINE_TOKEN);
        nobody = new RestCaller(port, null);
    }

    @Nested
    class Credentials {

        @Test
        void areAskedFor() {
            Answer answer = nobody.get("/api/v1/me");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthenticated");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json;charset=UTF-8");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.body().path("requestId").asString())
                    .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        }

        @Test
        void thatAreWrongAreRefusedWhereverTheyGo() {
            for (String token : List.of(
                    "nonsense", "vs_" + "x".repeat(43), "x".repeat(5_000), TestInstallation.MACHINE_TOKEN + "x")) {
                assertThat(nobody.as(token).get("/api/v1/me").status()).isEqualTo(401);
            }
        }

        @Test
        void ofTheMachineAreItsAdministrators() {
            Answer me = machine.get("/api/v1/me");

            assertThat(me.body().path("name").asString()).isEqualTo("machine");
            assertThat(me.body().path("roles").get(0).path("role").asString()).isEqualTo("administrator");
        }

        @Test
        void inACookieCountForNothing() throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/me"))
                    .header("Cookie", "vireo-session=" + TestInstallation.MACHINE_TOKEN)
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }

        @Test
        void areGivenForAPasswordAndTakenBack() {
            Principal person = people.with(RoleBinding.onPlatform(Role.VIEWER));
            Answer wrong = nobody.post("/api/v1/sessions", credentials(person.name(), "wrong password!"));
            Answer issued = nobody.post("/api/v1/sessions", credentials(person.name(), People.PASSWORD));
            RestCaller caller = nobody.as(issued.body().path("token").asString());

            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.code()).isEqualTo("bad-credentials");
            assertThat(issued.status()).isEqualTo(201);
            assertThat(issued.body().path("expiresAt").asString()).isNotEmpty();
            assertThat(caller.get("/api/v1/me").body().path("name").asString()).isEqualTo(person.name());
            assertThat(caller.get("/api/v1/sessions")
                            .body()
                            .path("items")
                            .get(0)
                            .path("current")
                            .asBoolean())
                    .isTrue();

            Answer token = caller.post("/api/v1/tokens", "{\"name\":\"ci\",\"lifetimeSeconds\":3600}");
            assertThat(nobody.as(token.body().path("token").asString())
                            .get("/api/v1/me")
                            .status())
                    .isEqualTo(200);
            assertThat(caller.delete("/api/v1/sessions/current").status()).isEqualTo(204);
            assertThat(caller.get("/api/v1/me").status()).isEqualTo(401);
            assertThat(nobody.as(token.body().path("token").asString())
                            .get("/api/v1/me")
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void areRefusedForATimeAfterTooManyFailures() {
            Principal person = people.with();
            Answer last = null;
            for (int i = 0; i < 6; i++) {
                last = nobody.post("/api/v1/sessions", credentials(person.name(), "wrong password!"));
            }

            assertThat(last.status()).isEqualTo(429);
            assertThat(last.code()).isEqualTo("too-many-attempts");
            assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isPositive();
        }

        @Test
        void ofADisabledAccountAreWorthNothingAtOnce() {
            Principal person = people.with(RoleBinding.onPlatform(Role.VIEWER));
            RestCaller caller = nobody.as(people.token(person));
            assertThat(caller.get("/api/v1/me").status()).isEqualTo(200);

            Answer disabled = machine.call("PATCH", "/api/v1/users/" + person.name(), "{\"enabled\":false}");

            assertThat(disabled.body().path("enabled").asBoolean()).isFalse();
            assertThat(caller.get("/api/v1/me").status()).isEqualTo(401);
        }
    }

    @Nested
    class Problems {

        @Test
        void nameTheFieldAtFault() {
            Answer missing = machine.post("/api/v1/users", "{\"password\":\"long enough for us\"}");
            Answer tooShort = machine.post("/api/v1/users", "{\"username\":\"x1\",\"password\":\"short\"}");
            Answer limit = machine.get("/api/v1/users?limit=0");
            Answer badType = machine.get("/api/v1/users?limit=many");
            Answer role = machine.call("PUT", "/api/v1/users/x1/roles", "{\"role\":\"king\"}");

            assertProblem(missing, 400, "invalid-field", "username");
            assertProblem(tooShort, 400, "invalid-field", "password");
            assertThat(tooShort.body().path("detail").asString())
                    .contains("length=5")
                    .contains("12");
            assertProblem(limit, 400, "invalid-field", "limit");
            assertThat(badType.status()).isEqualTo(400);
            assertProblem(role, 400, "invalid-field", "role");
        }

        @Test
        void answerBodiesThatCannotBeRead() {
            assertThat(machine.post("/api/v1/users", "{").code()).isEqualTo("invalid-body");
            assertThat(machine.post("/api/v1/users", "[]").code()).isEqualTo("invalid-body");
            assertProblem(machine.post("/api/v1/users", "{\"username\":{}}"), 400, "invalid-body", "username");
            Answer policy = machine.post(
                    "/api/v1/tenants/default/keys",
                    "{\"name\":\"k\",\"statements\":[{\"allow\":true,\"actions\":[],\"resources\":[\"*\"]}]}");
            assertProblem(policy, 400, "invalid-policy", "actions");
        }

        @Test
        void answerPathsAndMethodsThatAreNotThere() {
            assertThat(machine.get("/api/v1/nothing").code()).isEqualTo("not-found");
            assertThat(machine.call("PUT", "/api/v1/me", "{}").code()).isEqualTo("not-found");
            assertThat(machine.get("/api").headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(nobody.get("/api/v1/nothing").status())
                    .as("strangers learn nothing")
                    .isEqualTo(401);
            assertThat(machine.get("/api/v1/tenants/none").code()).isEqualTo("tenant-not-found");
            assertThat(machine.delete("/api/v1/users/none").code()).isEqualTo("account-not-found");
            assertThat(machine.delete("/api/v1/tenants/default/keys/none").code())
                    .isEqualTo("access-key-not-found");
            assertThat(machine.delete("/api/v1/sessions/none").code()).isEqualTo("invalid-field");
        }

        @Test
        void tellForbiddenFromNotThere() {
            UUID tenant = principals.callAs(
                    Principal.machine(), () -> tenants.find("default").id());
            RestCaller viewer = nobody.as(people.token(people.with(RoleBinding.inTenant(Role.VIEWER, tenant))));
            RestCaller stranger = nobody.as(people.token(people.with()));

            assertThat(viewer.post("/api/v1/tenants/default/containers", "{\"name\":\"mine\"}")
                            .code())
                    .isEqualTo("forbidden");
            assertThat(viewer.post("/api/v1/tenants", "{\"name\":\"mine\"}").status())
                    .isEqualTo(403);
            for (Answer answer : List.of(
                    stranger.get("/api/v1/tenants/default"),
                    stranger.get("/api/v1/tenants/default/containers"),
                    stranger.post("/api/v1/tenants/default/containers", "{\"name\":\"mine\"}"),
                    stranger.get("/api/v1/tenants/default/keys"),
                    stranger.post("/api/v1/tenants/default/data-token", ""))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("tenant-not-found");
            }
        }

        private void assertProblem(Answer answer, int status, String code, String field) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.body().path("field").asString()).isEqualTo(field);
            assertThat(answer.body().path("detail").asString()).isNotEmpty();
        }
    }

    @Nested
    class WithoutDatabase {

        @Test
        void everyAnswerSaysSoUntilItIsBack() throws Exception {
            RestCaller person = nobody.as(people.token(people.with()));

            RealDatabase.refuseConnections(true);
            try {
                for (Answer answer : List.of(
                        person.get("/api/v1/me"),
                        machine.get("/api/v1/users"),
                        nobody.post("/api/v1/sessions", credentials("anybody", "any password at all")))) {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.code()).isEqualTo("database-unavailable");
                    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
                }
            } finally {
                RealDatabase.refuseConnections(false);
            }

            assertThat(firstAnswerOfTheDatabase(person).status())
                    .as("nobody was signed out")
                    .isEqualTo(200);
            assertThat(machine.get("/api/v1/users").status()).isEqualTo(200);
        }

        /** The pool tries again at intervals of its own, up to ten seconds. */
        private Answer firstAnswerOfTheDatabase(RestCaller person) {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            Answer answer = person.get("/api/v1/me");
            while (answer.status() == 503 && System.nanoTime() < deadline) {
                answer = person.get("/api/v1/me");
            }
            return answer;
        }
    }

    @Nested
    class Users {

        @Test
        void areCreatedGivenRolesAndDeleted() {
            Answer created = machine.post(
                    "/api/v1/users",
                    "{\"username\":\"api-user\",\"displayName\":\"A\",\"password\":\"long enough for us\"}");
            Answer assigned = machine.call(
                    "PUT", "/api/v1/users/api-user/roles", "{\"role\":\"developer\",\"tenant\":\"default\"}");
            machine.call("PUT", "/api/v1/users/api-user/roles", "{\"role\":\"viewer\"}");
            Answer found = machine.get("/api/v1/users/api-user");

            assertThat(created.status()).isEqualTo(201);
            assertThat(created.headers().firstValue("Location")).contains("/api/v1/users/api-user");
            assertThat(created.body().toString()).doesNotContain("long enough");
            assertThat(assigned.body().path("roles").toString())
                    .isEqualTo("[{\"role\":\"developer\",\"tenant\":\"default\"}]");
            assertThat(found.body().path("roles").size()).isEqualTo(2);
            assertThat(machine.delete("/api/v1/users/api-user/roles?role=viewer")
                            .body()
                            .path("roles")
                            .size())
                    .isEqualTo(1);
            Answer byBody = machine.call(
                    "DELETE", "/api/v1/users/api-user/roles", "{\"role\":\"developer\",\"tenant\":\"default\"}");
            assertThat(byBody.body().path("roles").size()).isZero();
            assertThat(machine.delete("/api/v1/users/api-user").status()).isEqualTo(204);
            assertThat(machine.get("/api/v1/users/api-user").status()).isEqualTo(404);
        }

        @Test
        void areWalkedByCursor() {
            people.with();
            people.with();
            List<String> names = new ArrayList<>();
            String cursor = "";
            do {
                Answer page = machine.get("/api/v1/users?limit=1&cursor=" + cursor);
                page.body()
                        .path("items")
                        .forEach(user -> names.add(user.path("username").asString()));
                cursor = page.body().path("next").asString("");
            } while (!cursor.isEmpty());

            assertThat(names).isSorted().doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Nested
    class Tenants {

        @Test
        void areThereFromTheFirstStart() {
            Answer tenant = machine.get("/api/v1/tenants/default");
            Answer containers = machine.get("/api/v1/tenants/default/containers");

            assertThat(tenant.body().path("state").asString()).isEqualTo("live");
            assertThat(tenant.body().path("endpoints").path("native").asString())
                    .isEqualTo("http://127.0.0.1:8081");
            assertThat(tenant.body().path("endpoints").path("functions").asString())
                    .isEqualTo("http://127.0.0.1:8081/functions");
            assertThat(containers.body().path("items").get(0).path("name").asString())
                    .isEqualTo("data");
        }

        @Test
        void areCreatedFilledRetiredAndRestored() {
            Answer created = machine.post("/api/v1/tenants", "{\"name\":\"api-tenant\"}");
            Answer container = machine.post("/api/v1/tenants/api-tenant/containers", "{\"name\":\"films\"}");
            Answer key = machine.post("/api/v1/tenants/api-tenant/keys", "{\"name\":\"laptop\"}");
            Answer token = machine.post("/api/v1/tenants/api-tenant/data-token", "");

            assertThat(created.status()).isEqualTo(201);
            assertThat(container.status()).isEqualTo(201);
            assertThat(key.status()).isEqualTo(201);
            assertThat(key.body().path("sessionKey").asString()).hasSize(43);
            assertThat(machine.get("/api/v1/tenants/api-tenant/keys").body().toString())
                    .contains(key.body().path("accessKeyId").asString())
                    .doesNotContain(key.body().path("sessionKey").asString());
            assertThat(token.body().path("token").asString().split("\\.")).hasSize(3);
            assertThat(token.body().path("endpoints").path("native").asString())
                    .isEqualTo(created.body().path("endpoints").path("native").asString());
            Answer retired = machine.delete("/api/v1/tenants/api-tenant/containers/films");
            assertThat(retired.body().path("restorableUntil").asString()).isNotEmpty();
            String gone = "/api/v1/tenants/api-tenant/containers?retired=true";
            assertThat(machine.get(gone).body().path("items").toString()).contains("films");
            assertThat(machine.get("/api/v1/tenants/api-tenant/containers")
                            .body()
                            .toString())
                    .doesNotContain("films");
            assertThat(machine.get(gone + "&cursor=ZmlsbXM").status()).isEqualTo(400);
            String restore = "/api/v1/tenants/api-tenant/containers/"
                    + container.body().path("id").asLong() + "/restore";
            assertThat(machine.post(restore, "").status()).isEqualTo(200);
            assertThat(machine.get(gone).body().path("items").isEmpty()).isTrue();
            assertThat(machine.delete("/api/v1/tenants/api-tenant")
                            .body()
                            .path("state")
                            .asString())
                    .isEqualTo("retired");
            assertThat(machine.get("/api/v1/tenants").body().toString()).doesNotContain("api-tenant");
            assertThat(machine.post("/api/v1/tenants/api-tenant/containers", "{\"name\":\"late\"}")
                            .code())
                    .isEqualTo("tenant-retired");
            assertThat(machine.post("/api/v1/tenants/api-tenant/restore", "")
                            .body()
                            .path("state")
                            .asString())
                    .isEqualTo("live");
        }
    }

    private static String credentials(String username, String password) {
        return "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
    }
}
