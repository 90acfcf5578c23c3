package io.vireo.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.identity.support.InstallationTest;
import io.vireo.identity.support.RestCaller;
import io.vireo.identity.support.RestCaller.Answer;
import io.vireo.identity.support.TestInstallation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tenants, containers and data tokens over the API, as a person and the command line use them. */
@InstallationTest
class TenantJourneyIT {
    @LocalServerPort
    private int port;

    private RestCaller machine;

    @BeforeEach
    void signIn() {
        machine = new RestCaller(port, TestInstallation.MACHINE_TOKEN);
    }

    @Test
    void everyInstallationHasATenantWithAContainer() {
        Answer tenant = machine.get("/api/v1/tenants/default");
        Answer containers = machine.get("/api/v1/tenants/default/containers");

        assertThat(tenant.status()).isEqualTo(200);
        assertThat(tenant.body().path("endpoints").path("native").asString()).isEqualTo("http://127.0.0.1:8081");
        assertThat(containers.body().path("items").get(0).path("name").asString())
                .isEqualTo("data");
        assertThat(containers.body().path("items").size()).isEqualTo(1);
    }

    @Test
    void createsAndRetiresAndRestoresATenant() {
        Answer created = machine.post("/api/v1/tenants", "{\"name\":\"journey\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("endpoints").path("native").asString()).startsWith("http://127.0.0.");

        assertThat(machine.post("/api/v1/tenants/journey/containers", "{\"name\":\"films\"}")
                        .status())
                .isEqualTo(201);
        Answer key = machine.post("/api/v1/tenants/journey/keys", "{\"name\":\"laptop\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(key.body().path("sessionKey").asString()).hasSize(43);
        Answer token = machine.post("/api/v1/tenants/journey/data-token", "");
        assertThat(token.status()).isEqualTo(200);

        assertThat(machine.delete("/api/v1/tenants/journey")
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("retired");
        assertThat(machine.post("/api/v1/tenants/journey/containers", "{\"name\":\"late\"}")
                        .code())
                .isEqualTo("tenant-retired");
        assertThat(machine.post("/api/v1/tenants/journey/restore", "")
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("live");
    }
}
