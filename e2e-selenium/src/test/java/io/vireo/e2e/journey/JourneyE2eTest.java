package io.vireo.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.e2e.page.BrowserPage;
import io.vireo.e2e.page.ContainersPage;
import io.vireo.e2e.page.EditorPage;
import io.vireo.e2e.page.NodesPage;
import io.vireo.e2e.page.Shell;
import io.vireo.e2e.page.SignInPage;
import io.vireo.e2e.page.VersionsPage;
import io.vireo.e2e.page.WelcomePage;
import io.vireo.e2e.platform.Browser;
import io.vireo.e2e.platform.Installation;
import io.vireo.e2e.platform.Leftovers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** The way of a new user, in order: each step finds what the one before it left. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(LastLook.class)
class JourneyE2eTest {
    private static final String RESTART = "restart";
    private static final String PERSON = "ada";
    private static final String PASSWORD = "nightjar-at-dusk-7";
    private static final String GUEST = "grace";
    private static final String TENANT = "meridian";
    private static final String CONTAINER = "captures";
    private static final String FUNCTION = "hello";

    @TempDir
    static Path folder;

    private static Installation platform;
    private static Browser browser;
    private static String console;

    @BeforeAll
    static void start() {
        platform = Installation.up(folder.resolve("data"));
        console = platform.console();
        browser = Browser.open(1440, 900);
        LastLook.at(browser);
    }

    @AfterAll
    static void stop() {
        browser.close();
        platform.close();
    }

    /** Whatever a step did, the browser had nothing to complain about; a restart breaks connections, and is told apart. */
    @AfterEach
    void theConsoleOfTheBrowserIsFreeOfErrors(TestInfo step) {
        List<String> errors = browser.consoleErrors();
        if (!step.getTags().contains(RESTART)) {
            assertThat(errors).isEmpty();
        }
    }

    @Test
    @Order(1)
    void theFirstLinkMakesTheFirstAdministrator() {
        String link = platform.bootstrapLink();

        Shell shell = WelcomePage.open(browser.driver(), link).create(PERSON, PASSWORD);

        assertThat(shell.has("account")).isTrue();
        assertThat(platform.status().path("bootstrapLink").isNull()).isTrue();
    }

    @Test
    @Order(2)
    void aTenantAndAContainerAreMade() {
        Shell shell = shell();

        shell.tenants(console).create(TENANT);
        BrowserPage data = shell.containers(console, TENANT).create(CONTAINER);

        assertThat(data.text("empty-state")).contains("Nothing in " + CONTAINER);
    }

    @Test
    @Order(3)
    void anUploadedFileIsListedPreviewedAndHasAttributes() throws Exception {
        Path file = Files.writeString(folder.resolve("calibration.json"), "{\"lens\": 35, \"unit\": \"mm\"}");
        BrowserPage data = shell().browser(console, TENANT, CONTAINER);

        data.upload(file).open("calibration.json");
        data.face("object");
        data.awaitText("record-panel", "\"lens\"");
        data.face("row").addAttribute("camera", "cam07");

        assertThat(data.cells("attributes-grid")).contains("cam07");
        browser.screenshot("record");
    }

    @Test
    @Order(4)
    void aDeletedRecordComesBackByUndo() {
        BrowserPage data = shell().browser(console, TENANT, CONTAINER);

        data.open("calibration.json").delete();
        data.awaitNoCell("items-grid", "calibration.json");
        data.undo();

        data.awaitCell("items-grid", "calibration.json");
    }

    @Test
    @Order(5)
    void aFunctionGoesLiveFromATemplate() {
        EditorPage editor = shell().functions(console, TENANT).create(FUNCTION, "Hello");

        editor.deploy();

        assertThat(editor.deploymentState()).isEqualTo("SERVING");
        editor.closeDeployment();
        browser.screenshot("editor");
    }

    @Test
    @Order(6)
    void itsLogLineIsSeenWithinTwoSeconds() {
        EditorPage editor = editor();
        editor.write("""
                def handler(context, event):
                    context.logger.info("seen " + event.body.decode())
                    return "heard " + event.body.decode()
                """);
        assertThat(editor.deploy().deploymentState()).isEqualTo("SERVING");
        editor.closeDeployment().openLog();

        Instant called = Instant.now();
        String answer = editor.call("owl");

        assertThat(answer).isEqualTo("heard owl");
        assertThat(editor.awaitLogLine("seen owl", called)).isLessThan(Duration.ofSeconds(2));
        browser.screenshot("log");
    }

    @Test
    @Order(7)
    void brokenCodeShowsItsTracebackAndTheLiveVersionStays() {
        EditorPage editor = editor();
        editor.write("def handler(context, event)\n    return 1\n");

        editor.deploy();

        assertThat(editor.deploymentState()).isEqualTo("FAILED");
        assertThat(editor.text("deployment-error")).contains("SyntaxError", "main.py");
        browser.screenshot("traceback");
        editor.closeDeployment();
        assertThat(editor.call("wren")).isEqualTo("heard wren");
    }

    @Test
    @Order(8)
    void theNodeShowsItsProcessesAndTheConfigurationApplied() {
        NodesPage nodes = shell().nodes(console).open("local");

        nodes.awaitCell("processes-grid", "engine");
        nodes.awaitCell("processes-grid", "gateway-" + TENANT);

        assertThat(nodes.text("node-panel")).contains("pplied");
        assertThat(nodes.text("node-engine")).contains("Index in memory");
        assertThat(platform.status().path("engine").path("diskAccess").asString(""))
                .isNotEmpty();
        browser.screenshot("node");
    }

    @Test
    @Order(9)
    void theCommandLineAndTheNativeApiSeeTheSame() throws Exception {
        assertThat(platform.run("tenant", "list", "--json").orFail().output()).contains(TENANT);
        assertThat(platform.run("object", "get", CONTAINER + "/calibration.json", "--tenant", TENANT)
                        .orFail()
                        .output())
                .contains("\"lens\"");
        assertThat(platform.run(
                                "function",
                                "invoke",
                                FUNCTION,
                                "--tenant",
                                TENANT,
                                "--method",
                                "POST",
                                "--body",
                                "kite")
                        .orFail()
                        .output())
                .contains("heard kite");
        String key = platform.sessionKey(TENANT, "journey");

        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(
                                    URI.create(platform.nativeApi(TENANT) + "/" + CONTAINER + "/calibration.json"))
                            .header("X-v3io-session-key", key)
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"lens\"");
        }
    }

    @Test
    @Order(9)
    void theCommandLineWritesSeveralItemsAsOneAndRenamesThem() throws Exception {
        Path requests = Files.createTempFile("requests", ".json");
        Files.writeString(requests, """
                [{"Update": {"Path": "ada", "UpdateExpression": "amount = if_not_exists(amount, 0) + 5"}},
                 {"Check": {"Path": "closed", "ConditionExpression": "not(exists(since))"}}]
                """);
        for (int i = 0; i < 2; i++) {
            platform.run(
                            "item",
                            "batch",
                            CONTAINER + "/accounts",
                            requests.toString(),
                            "--once",
                            "first",
                            "--tenant",
                            TENANT)
                    .orFail();
        }
        platform.run("item", "rename", CONTAINER + "/accounts/", "ledger", "--tenant", TENANT)
                .orFail();

        assertThat(platform.run("item", "ls", CONTAINER + "/ledger", "--tenant", TENANT)
                        .orFail()
                        .output())
                .contains("\"amount\":5", "ada");
        Files.delete(requests);
    }

    @Test
    @Order(10)
    void thePaletteOpensAFunctionFromTheKeyboard() {
        Shell shell = shell().go(console, "t/" + TENANT);

        shell.palette(FUNCTION);

        shell.awaitPage("/functions/" + FUNCTION + "/code?file=main.py");
    }

    @Test
    @Order(11)
    void twoVersionsAreComparedAndOneBecomesTheDraftAgain() {
        VersionsPage versions = shell().versions(console, TENANT, FUNCTION);

        assertThat(versions.compare(3)).contains("main.py").contains("heard");
        browser.screenshot("compare");
        EditorPage editor = versions.back().restore(2, FUNCTION);

        assertThat(editor.code()).contains("heard");
    }

    @Test
    @Order(12)
    void theLogIsFilteredWhereItIs() {
        EditorPage editor = editor().openLog();
        editor.awaitLog("seen owl", "no such line");

        editor.filterLog("seen wren").awaitLog("seen wren", "seen owl");
        editor.filterLog("seen zebra").awaitLog("No line matches", "seen owl");
        browser.screenshot("log-without-match");

        editor.clearLogFilters().awaitLog("seen owl", "No line matches");
    }

    @Test
    @Order(13)
    void aNameOfTheGatewaysOwnIsRefusedBesideItsField() {
        assertThat(shell().containers(console, TENANT).refusal("functions")).contains("reserved", "functions");
    }

    @Test
    @Order(13)
    void aContainersSettingsSayWhatAChoiceMayLose() {
        ContainersPage containers = shell().containers(console, TENANT).settings(CONTAINER);
        assertThat(containers.seriousViolations()).isEmpty();
        assertThat(containers.text("container-dialog")).contains("may be lost");

        containers.acknowledgeAtOnce().awaitCell("containers-grid", "0.1 s before disk");

        assertThat(platform.run("container", "list", "--tenant", TENANT, "--json")
                        .orFail()
                        .output())
                .contains("INTERVAL");
        assertThat(platform.run("audit", "list").orFail().output()).contains("container:Update");
    }

    @Test
    @Order(13)
    void aRetiredContainerIsTakenBackWithItsData(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kept.txt"), "kept");
        platform.run("container", "create", "attic", "--tenant", TENANT).orFail();
        platform.run("object", "put", "attic/kept.txt", file.toString(), "--tenant", TENANT)
                .orFail();

        assertThat(platform.run("container", "delete", "attic", "--tenant", TENANT)
                        .orFail()
                        .output())
                .contains("kept until", "./vireo container restore attic");
        assertThat(platform.run("container", "restore", "attic", "--tenant", TENANT)
                        .orFail()
                        .output())
                .contains("in service again");

        assertThat(platform.run("object", "get", "attic/kept.txt", "--tenant", TENANT)
                        .orFail()
                        .output())
                .contains("kept");
        assertThat(platform.run("container", "restore", "attic", "--tenant", TENANT)
                        .errors())
                .contains("no retired container");
    }

    @Test
    @Order(14)
    void everyScreenIsAccessible() {
        Shell shell = shell();
        String record = "t/" + TENANT + "/data/c/" + CONTAINER + "?sel=calibration.json&face=";
        String function = "t/" + TENANT + "/functions/" + FUNCTION;
        List<String> screens = List.of(
                "t/" + TENANT,
                "t/" + TENANT + "/data",
                record + "object",
                record + "row",
                record + "file",
                "t/" + TENANT + "/functions",
                function + "/code",
                function + "/configuration",
                function + "/versions",
                function + "/versions?a=1&b=2",
                "t/" + TENANT + "/access/keys",
                "t/" + TENANT + "/access/people",
                "t/" + TENANT + "/activity/audit",
                "platform/tenants",
                "platform/nodes?sel=local",
                "platform/people",
                "platform/activity");

        for (String screen : screens) {
            shell.go(console, screen);
            assertThat(shell.seriousViolations()).as(screen).isEmpty();
        }
        shell.dark(true);
        for (String screen : screens) {
            shell.go(console, screen);
            assertThat(shell.contrastViolations()).as(screen + " in the dark").isEmpty();
        }
        shell.dark(false);
    }

    @Test
    @Order(15)
    void aPersonWithoutTheRoleSeesNoButtonAndIsRefusedByTheApi() throws Exception {
        platform.runWith(PASSWORD + "\n", "user", "create", GUEST).orFail();
        platform.run("user", "grant", GUEST, "viewer", "--tenant", TENANT).orFail();
        try (Browser other = Browser.open(1440, 900)) {
            Shell shell = SignInPage.open(other.driver(), console).signIn(GUEST, PASSWORD);
            shell.containers(console, TENANT).awaitCell("containers-grid", CONTAINER);

            assertThat(shell.has("container-new")).isFalse();
            assertThat(shell.functions(console, TENANT).has("function-new")).isFalse();
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            String token = new ObjectMapper()
                    .readTree(client.send(
                                    json("/api/v1/sessions")
                                            .POST(HttpRequest.BodyPublishers.ofString(
                                                    "{\"username\":\"%s\",\"password\":\"%s\"}"
                                                            .formatted(GUEST, PASSWORD)))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .path("token")
                    .asString();

            var refused = client.send(
                    json("/api/v1/tenants/" + TENANT + "/containers")
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"mine\"}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("container:Create");
        }
    }

    @Test
    @Order(16)
    void aWrongPasswordAndAnUnknownAccountAreAnsweredAlike() {
        try (Browser other = Browser.open(1440, 900)) {
            String wrong = SignInPage.open(other.driver(), console).refusal(PERSON, "not-the-password-1");
            String unknown = SignInPage.open(other.driver(), console).refusal("nobody", "not-the-password-1");

            assertThat(wrong).isEqualTo(unknown);
        }
    }

    @Test
    @Order(17)
    @Tag(RESTART)
    void allIsStillThereAfterARestart() {
        platform.down();
        assertThat(Leftovers.of(platform.data())).isEmpty();
        platform.upAgain();

        Shell shell = SignInPage.open(browser.driver(), console).signIn(PERSON, PASSWORD);
        shell.browser(console, TENANT, CONTAINER).awaitCell("items-grid", "calibration.json");
        EditorPage editor = editor();

        assertThat(editor.call("heron")).isEqualTo("heard heron");
        editor.openLog().awaitLogLine("seen owl", Instant.now());
    }

    private static Shell shell() {
        return Shell.of(browser.driver(), console);
    }

    private static EditorPage editor() {
        return EditorPage.open(browser.driver(), console, TENANT, FUNCTION);
    }

    private static HttpRequest.Builder json(String path) {
        return HttpRequest.newBuilder(URI.create(console + path)).header("Content-Type", "application/json");
    }
}
