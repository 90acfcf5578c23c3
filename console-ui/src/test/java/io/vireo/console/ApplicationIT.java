package io.vireo.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import jakarta.servlet.ServletContext;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationIT {
    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>");
    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private RunningApplication application;

    @BeforeAll
    void start() throws Exception {
        application = new RunningApplication();
    }

    @AfterAll
    void stop() throws Exception {
        application.close();
    }

    @Test
    void showsTheSignInPageToEverybodyUnderATightPolicy() throws Exception {
        HttpResponse<String> page = application.get("/sign-in");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body()).contains("vireo/tokens.css", "vireo/theme.css", "data-density=\"standard\"");
    }

    @Test
    void allowsTheInlineScriptsOfOneStartPageByANonceOfItsOwn() throws Exception {
        HttpResponse<String> first = application.get("/sign-in");
        HttpResponse<String> second = application.get("/sign-in");

        String nonce = nonceOf(first);
        assertThat(nonce).hasSizeGreaterThanOrEqualTo(22).isNotEqualTo(nonceOf(second));
        assertThat(INLINE_SCRIPT.matcher(first.body()).results().map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(script).contains("nonce=\"" + nonce + "\""));
        assertThat(application.get("/vireo/tokens.css").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("nonce-"));
    }

    private static String nonceOf(HttpResponse<String> page) {
        Matcher source = NONCE.matcher(
                page.headers().firstValue("Content-Security-Policy").orElse(""));
        assertThat(source.find()).isTrue();
        return source.group(1);
    }

    @Test
    void keepsTheSessionCookieFromScripts() throws Exception {
        String cookie =
                application.get("/sign-in").headers().firstValue("Set-Cookie").orElse("");

        assertThat(cookie).startsWith("vireo-session=").contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void sendsWhoIsNotSignedInToTheSignInPage() throws Exception {
        for (String path : new String[] {
            "/t/default", "/platform/tenants", "/live/00000000-0000-0000-0000-000000000001/functions/hello/log"
        }) {
            HttpResponse<String> answer = application.get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse(""))
                    .as(path)
                    .endsWith("/sign-in");
        }
    }

    @Test
    void servesItsOwnResourcesToEverybody() throws Exception {
        for (String path : new String[] {
            "/vireo/tokens.css",
            "/vireo/theme.css",
            "/vireo/theme/lumo.css",
            "/vireo/icons.svg",
            "/vireo/vr-monaco.js",
            "/vireo/vr-log-dock.js",
            "/vireo/fonts/plex-sans-latin.woff2",
            "/webjars/monaco-editor/0.52.2/min/vs/loader.js"
        }) {
            assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void hasAPageForEveryAreaOfTheNavigation() {
        assertThat(ApplicationRouteRegistry.getInstance(
                                new VaadinServletContext(application.bean(ServletContext.class)))
                        .getRegisteredRoutes())
                .extracting(route -> route.getTemplate())
                .contains(
                        "sign-in",
                        "welcome",
                        "t/:tenant",
                        "t/:tenant/data",
                        "t/:tenant/data/c/:container",
                        "t/:tenant/functions",
                        "t/:tenant/functions/:function/code",
                        "t/:tenant/functions/:function/configuration",
                        "t/:tenant/functions/:function/versions",
                        "t/:tenant/access/keys",
                        "t/:tenant/access/people",
                        "t/:tenant/activity/audit",
                        "platform/tenants",
                        "platform/nodes",
                        "platform/people",
                        "platform/activity");
    }

    @Test
    void answersWithoutADatabaseAndComesBackByItself() throws Exception {
        application.stopDatabase();
        try {
            await(() -> application.get("/api/v1/health").statusCode() == 503);
            assertThat(application.get("/sign-in").statusCode()).isIn(200, 503);
            assertThat(application.getAsMachine("/api/v1/tenants").statusCode()).isEqualTo(503);
        } finally {
            application.startDatabase();
        }

        await(() -> application.get("/api/v1/health").statusCode() == 200);
        await(() -> application.getAsMachine("/api/v1/tenants").statusCode() == 200);
    }

    @Test
    void answersWhileTheDatabaseIsSilentAndComesBackByItself() throws Exception {
        assertThat(application.getAsMachine("/api/v1/tenants").statusCode()).isEqualTo(200);

        application.freezeDatabase();
        try {
            await(() -> application.get("/api/v1/health").statusCode() == 503);
            HttpResponse<String> refused = application.getAsMachine("/api/v1/tenants");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("database-unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        } finally {
            application.thawDatabase();
        }

        await(() -> application.get("/api/v1/health").statusCode() == 200);
        await(() -> application.getAsMachine("/api/v1/tenants").statusCode() == 200);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
