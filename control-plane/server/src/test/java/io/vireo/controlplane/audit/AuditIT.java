package io.vireo.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditQuery;
import io.vireo.controlplane.AuditService;
import io.vireo.controlplane.Caller;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.TestInstallation;
import io.vireo.controlplane.push.Scene;
import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Role;
import io.vireo.identity.ScopedTransactions;
import io.vireo.tenant.TenantSummary;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What the audit log holds, and that it holds it together with the change. */
@ControlPlaneTest
class AuditIT {
    @Autowired
    Scene scene;

    @Autowired
    AuditService audit;

    @Autowired
    FunctionService functions;

    @Autowired
    ScopedTransactions transactions;

    @LocalServerPort
    int port;

    private TenantSummary tenant;
    private UUID tenantId;

    @BeforeEach
    void newTenant() {
        tenant = scene.tenant();
        tenantId = tenant.id();
    }

    @Test
    void recordsEveryChangeWithWhoAndWhat() {
        scene.as(Role.DEVELOPER, tenantId, () -> functions.createFromTemplate(tenantId, "hello", "hello"));
        scene.as(Role.DEVELOPER, tenantId, () -> functions.createVersion(tenantId, "hello", ""));
        scene.as(Role.DEVELOPER, tenantId, () -> functions.deploy(tenantId, "hello", 1));
        scene.as(Role.DEVELOPER, tenantId, () -> {
            functions.delete(tenantId, "hello");
            return true;
        });

        List<AuditEntry> entries = entries("function/hello");

        assertThat(entries)
                .extracting(AuditEntry::action)
                .containsExactly("function:Delete", "function:Deploy", "function:Update", "function:Create");
        assertThat(entries).extracting(AuditEntry::principal).containsOnly("person-developer");
        assertThat(entries).extracting(AuditEntry::outcome).containsOnly(Outcome.DONE);
        assertThat(entries.get(1).details()).containsEntry("version", "1").containsKey("deployment");
    }

    @Test
    void leavesNoEntryOfAChangeThatWasRolledBack() {
        scene.functionWithVersion(tenantId, "hello");
        int before = entries("function/hello").size();

        assertThatThrownBy(() -> scene.asMachine(() -> transactions.inTenant(tenantId, () -> {
                    functions.deploy(tenantId, "hello", 1);
                    throw new IllegalStateException("after the change");
                })))
                .hasMessage("after the change");

        assertThat(entries("function/hello")).hasSize(before);
        assertThat(scene.asMachine(() -> functions.countDeployments(tenantId, "hello")))
                .isZero();
    }

    @Test
    void keepsARefusalEvenThoughNothingElseWasWritten() {
        scene.functionWithVersion(tenantId, "hello");

        assertThatThrownBy(() -> scene.as(Role.VIEWER, tenantId, () -> functions.deploy(tenantId, "hello", 1)))
                .isInstanceOf(IdentityException.class);

        AuditEntry refusal = entries("function/hello").getFirst();
        assertThat(refusal.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refusal.action()).isEqualTo("function:Deploy");
        assertThat(refusal.principal()).isEqualTo("person-viewer");
    }

    @Test
    void keepsARefusalInsideATransactionThatIsRolledBack() {
        scene.functionWithVersion(tenantId, "hello");

        assertThatThrownBy(() -> scene.as(
                        Role.VIEWER,
                        tenantId,
                        () -> transactions.inTenant(tenantId, () -> functions.deploy(tenantId, "hello", 1))))
                .isInstanceOf(IdentityException.class);

        assertThat(entries("function/hello").getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void recordsADraftOncePerEditingSession() {
        scene.asMachine(() -> functions.createFromTemplate(tenantId, "hello", "hello"));
        for (int i = 1; i <= 5; i++) {
            int revision = i;
            scene.as(
                    Role.DEVELOPER,
                    tenantId,
                    () -> functions.saveDraft(
                            tenantId,
                            "hello",
                            revision,
                            Scene.HELLO.with("main.py", "v" + revision),
                            FunctionConfiguration.DEFAULT));
        }

        assertThat(entries("function/hello"))
                .filteredOn(entry -> entry.action().equals("function:Update"))
                .hasSize(1);
    }

    @Test
    void showsATenantsAdministratorTheActsOfThatTenantAlone() {
        scene.functionWithVersion(tenantId, "hello");
        scene.functionWithVersion(scene.tenant().id(), "hello");

        List<AuditEntry> visible =
                scene.as(Role.TENANT_ADMINISTRATOR, tenantId, () -> audit.page(ofTenant("function/*"), 0, 100));

        assertThat(visible).isNotEmpty().extracting(AuditEntry::tenantId).containsOnly(tenantId);
        assertThatThrownBy(
                        () -> scene.as(Role.TENANT_ADMINISTRATOR, tenantId, () -> audit.page(AuditQuery.ALL, 0, 100)))
                .isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> scene.as(Role.DEVELOPER, tenantId, () -> audit.page(ofTenant(""), 0, 100)))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void filtersCountsAndPagesWithoutGapsOrRepeats() {
        for (int i = 0; i < 5; i++) {
            String name = "f-" + i;
            scene.asMachine(() -> functions.createFromTemplate(tenantId, name, "hello"));
        }
        AuditQuery query = new AuditQuery(tenantId, "machine", "function:*", "", Outcome.DONE, null, null);

        var first = scene.asMachine(() -> audit.list(query, new CursorQuery("", 3)));
        var second = scene.asMachine(() -> audit.list(query, CursorQuery.of(first.next(), 3)));

        assertThat(scene.asMachine(() -> audit.count(query))).isEqualTo(5);
        assertThat(first.items())
                .extracting(AuditEntry::resource)
                .containsExactly("function/f-4", "function/f-3", "function/f-2");
        assertThat(second.items()).extracting(AuditEntry::resource).containsExactly("function/f-1", "function/f-0");
        assertThat(second.next()).isNull();
    }

    @Test
    void namesTheRequestThatAnActCameWith() throws Exception {
        Caller machine = new Caller(port, TestInstallation.MACHINE_TOKEN);
        machine.send(machine.request("/api/v1/tenants/" + tenant.name() + "/functions")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "request-17")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"by-rest\",\"template\":\"hello\"}")));

        JsonNode entry = machine.get("/api/v1/audit?tenant=" + tenant.name() + "&resource=function/by-rest")
                .body()
                .path("items")
                .path(0);

        assertThat(entry.path("requestId").asString()).isEqualTo("request-17");
        assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("principal").asString()).isEqualTo("machine");
    }

    private List<AuditEntry> entries(String resource) {
        return scene.asMachine(() -> audit.page(ofTenant(resource), 0, 100));
    }

    private AuditQuery ofTenant(String resource) {
        return new AuditQuery(tenantId, "", "", resource, null, null, null);
    }
}
