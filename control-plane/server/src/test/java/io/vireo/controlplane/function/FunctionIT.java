package io.vireo.controlplane.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.controlplane.FunctionVersion;
import io.vireo.controlplane.FunctionVersionSummary;
import io.vireo.controlplane.TemplateService;
import io.vireo.controlplane.push.Scene;
import io.vireo.identity.IdentityException;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Role;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.TenantException;
import io.vireo.tenant.TenantService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Functions, drafts and versions on a real database. */
@ControlPlaneTest
class FunctionIT {
    @Autowired
    Scene scene;

    @Autowired
    FunctionService functions;

    @Autowired
    TemplateService templates;

    @Autowired
    ContainerService containers;

    @Autowired
    TenantService tenants;

    private UUID tenantId;

    @BeforeEach
    void newTenant() {
        tenantId = scene.tenant().id();
    }

    @Test
    void aNewFunctionHasADraftAndServesNothing() {
        FunctionDetail created = create("hello");

        assertThat(created.summary().state()).isEqualTo(FunctionState.NOT_DEPLOYED);
        assertThat(created.summary().latestVersion()).isNull();
        assertThat(created.summary().isDraftAhead()).isTrue();
        assertThat(created.draft().files()).isEqualTo(Scene.HELLO);
        assertThat(created.deployment()).isNull();
    }

    @Test
    void everyTemplateMakesAFunctionThatCanBeDeployed() {
        List<FunctionTemplate> all = scene.asMachine(templates::list);
        assertThat(all)
                .extracting(FunctionTemplate::id)
                .containsExactly("hello", "json-transform", "item-writer", "counter", "async");

        for (FunctionTemplate template : all) {
            scene.asMachine(() -> functions.createFromTemplate(tenantId, template.id(), template.id()));
            FunctionVersionSummary version =
                    scene.asMachine(() -> functions.createVersion(tenantId, template.id(), "from template"));
            assertThat(scene.asMachine(() -> functions.deploy(tenantId, template.id(), version.version()))
                            .version())
                    .isEqualTo(1);
        }
    }

    @Test
    void oneOfManyWhoTakeANameAtTheSameTimeGetsIt() throws Exception {
        Callable<ErrorCode> attempt = () -> {
            try {
                create("contested");
                return null;
            } catch (ControlPlaneException e) {
                return e.errorCode();
            }
        };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ErrorCode> outcomes = executor.invokeAll(List.of(attempt, attempt, attempt, attempt)).stream()
                    .map(FunctionIT::outcome)
                    .toList();

            assertThat(outcomes)
                    .containsExactlyInAnyOrder(null, ErrorCode.NAME_TAKEN, ErrorCode.NAME_TAKEN, ErrorCode.NAME_TAKEN);
        }
    }

    @Test
    void aStaleSaveOverwritesNothing() {
        create("hello");
        FunctionDraft first = save("hello", 1, "one");

        assertRefused(ErrorCode.DRAFT_CHANGED, () -> save("hello", 1, "two"));

        FunctionDraft kept =
                scene.asMachine(() -> functions.find(tenantId, "hello")).draft();
        assertThat(kept.files().text("main.py")).contains("one");
        assertThat(kept.revision()).isEqualTo(first.revision());
    }

    @Test
    void savingTheSameAgainIsNoNewRevision() {
        create("hello");
        FunctionDraft first = save("hello", 1, "one");

        assertThat(save("hello", 1, "one").revision()).isEqualTo(first.revision());
    }

    @Test
    void aDraftMayBeUnfinishedAVersionMayNot() {
        create("hello");
        FunctionConfiguration unfinished = new FunctionConfiguration(
                "", "python", 0, 0, Map.of(), List.of(new Binding("", "", "", false)), false, 0, 0);
        scene.asMachine(() -> functions.saveDraft(tenantId, "hello", 1, FunctionFiles.EMPTY, unfinished));

        assertThat(scene.asMachine(() -> functions.find(tenantId, "hello"))
                        .draft()
                        .configuration())
                .isEqualTo(unfinished);
        assertRefused(
                ErrorCode.INVALID_FIELD, () -> scene.asMachine(() -> functions.createVersion(tenantId, "hello", "")));
    }

    @Test
    void codeWithASyntaxErrorBecomesAVersionAllTheSame() {
        create("hello");
        save("hello", 1, "def handler(:");

        assertThat(scene.asMachine(() -> functions.createVersion(tenantId, "hello", "broken"))
                        .version())
                .isEqualTo(1);
    }

    @Test
    void versionsAreNumberedAndKeepWhatTheyHeld() {
        create("hello");
        scene.asMachine(() -> functions.createVersion(tenantId, "hello", "first"));
        save("hello", 1, "changed");
        scene.asMachine(() -> functions.createVersion(tenantId, "hello", "second"));

        FunctionVersion first = scene.asMachine(() -> functions.version(tenantId, "hello", 1));
        List<FunctionVersionSummary> newestFirst =
                scene.asMachine(() -> functions.versions(tenantId, "hello", PageQuery.of(0, 10)));

        assertThat(first.files()).isEqualTo(Scene.HELLO);
        assertThat(first.summary().message()).isEqualTo("first");
        assertThat(newestFirst).extracting(FunctionVersionSummary::version).containsExactly(2, 1);
        assertThat(scene.asMachine(() -> functions.countVersions(tenantId, "hello")))
                .isEqualTo(2);
        FunctionSummary summary =
                scene.asMachine(() -> functions.find(tenantId, "hello")).summary();
        assertThat(summary.isDraftAhead()).isFalse();
        assertThat(summary.latestVersion()).isEqualTo(2);
    }

    @Test
    void aVersionWhoseContainerIsGoneIsNotDeployed() {
        FunctionConfiguration bound = new FunctionConfiguration(
                "main:handler",
                "python",
                1,
                0,
                Map.of(),
                List.of(new Binding("data", "data", "", true)),
                false,
                0,
                1024);
        scene.asMachine(() -> functions.createVersion(tenantId, "hello", Scene.HELLO, bound, ""));
        scene.asMachine(() -> containers.retire(tenantId, "data"));

        assertRefused(ErrorCode.CONTAINER_MISSING, () -> scene.asMachine(() -> functions.deploy(tenantId, "hello", 1)));
    }

    @Test
    void aRetiredTenantGetsNoFunctions() {
        scene.functionWithVersion(tenantId, "hello");
        scene.asMachine(() -> tenants.retire(tenantId));

        assertThatThrownBy(() -> create("another")).isInstanceOf(TenantException.class);
        assertThatThrownBy(() -> scene.asMachine(() -> functions.deploy(tenantId, "hello", 1)))
                .isInstanceOf(TenantException.class);
    }

    @Test
    void pagesByPositionWithFilterAndOrder() {
        for (String name : List.of("beta", "alpha", "gamma", "alphabet", "al-pha")) {
            create(name);
        }

        assertThat(page(new PageQuery(1, 2, "", ""))).containsExactly("alpha", "alphabet");
        assertThat(page(new PageQuery(0, 9, "-name", "ALPHA"))).containsExactly("alphabet", "alpha");
        assertThat(page(new PageQuery(0, 9, "createdAt", ""))).startsWith("beta", "alpha", "gamma");
        assertThat(page(new PageQuery(0, 9, "", "%"))).isEmpty();
        assertThat(page(new PageQuery(0, 9, "", "_"))).isEmpty();
        assertThat(scene.asMachine(() -> functions.count(tenantId, "alpha"))).isEqualTo(2);
        assertRefused(ErrorCode.INVALID_FIELD, () -> page(new PageQuery(0, 9, "secret", "")));
    }

    @Test
    void deletingTakesEverythingAlong() {
        scene.functionWithVersion(tenantId, "hello");
        scene.asMachine(() -> functions.deploy(tenantId, "hello", 1));

        scene.asMachine(() -> {
            functions.delete(tenantId, "hello");
            return true;
        });

        assertRefused(ErrorCode.FUNCTION_NOT_FOUND, () -> scene.asMachine(() -> functions.find(tenantId, "hello")));
        assertThat(create("hello").summary().latestVersion()).isNull();
    }

    @Test
    void aViewerSeesAndChangesNothing() {
        scene.functionWithVersion(tenantId, "hello");

        assertThat(scene.as(Role.VIEWER, tenantId, () -> functions.find(tenantId, "hello"))
                        .summary()
                        .name())
                .isEqualTo("hello");
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> functions.create(tenantId, "x", Scene.HELLO, FunctionConfiguration.DEFAULT),
                () -> functions.createFromTemplate(tenantId, "x", "hello"),
                () -> functions.saveDraft(tenantId, "hello", 1, Scene.HELLO, FunctionConfiguration.DEFAULT),
                () -> functions.createVersion(tenantId, "hello", ""),
                () -> functions.deploy(tenantId, "hello", 1),
                () -> functions.delete(tenantId, "hello"))) {
            assertThatThrownBy(() -> scene.as(Role.VIEWER, tenantId, () -> {
                        try {
                            change.call();
                        } catch (RuntimeException e) {
                            throw e;
                        } catch (Throwable e) {
                            throw new AssertionError(e);
                        }
                        return true;
                    }))
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining("not allowed");
        }
    }

    @Test
    void aStrangerLearnsNothing() {
        scene.functionWithVersion(tenantId, "hello");
        UUID another = scene.tenant().id();

        assertThatThrownBy(() -> scene.as(Role.DEVELOPER, another, () -> functions.find(tenantId, "hello")))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("no such tenant");
    }

    private FunctionDetail create(String name) {
        return scene.asMachine(() -> functions.create(tenantId, name, Scene.HELLO, FunctionConfiguration.DEFAULT));
    }

    private FunctionDraft save(String name, long baseRevision, String text) {
        return scene.asMachine(() -> functions.saveDraft(
                tenantId,
                name,
                baseRevision,
                FunctionFiles.ofText(Map.of("main.py", text)),
                FunctionConfiguration.DEFAULT));
    }

    private List<String> page(PageQuery query) {
        return scene.asMachine(() -> functions.page(tenantId, query)).stream()
                .map(FunctionSummary::name)
                .toList();
    }

    private static ErrorCode outcome(Future<ErrorCode> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ControlPlaneException.class).satisfies(error -> assertThat(
                        ((ControlPlaneException) error).errorCode())
                .isEqualTo(code));
    }
}
