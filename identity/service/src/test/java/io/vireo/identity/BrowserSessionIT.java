package io.vireo.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.identity.support.People;
import io.vireo.identity.support.TestClock;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A browser's session from sign-in to its end, over real HTTP with a cookie. */
@IdentityTest
class BrowserSessionIT {
    @LocalServerPort
    private int port;

    @Autowired
    private People people;

    @Autowired
    private AccountService accounts;

    @Autowired
    private SessionService sessions;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private TestClock clock;

    private HttpClient browser;
    private Principal person;

    @BeforeEach
    void openBrowser() {
        browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        person = people.with(RoleBinding.onPlatform(Role.VIEWER));
    }

    @Test
    void beginsWithThePasswordAndEndsWithSignOut() throws Exception {
        assertThat(get("/who-am-i").statusCode()).as("nobody is signed in").isEqualTo(302);

        assertThat(signIn("not the password").headers().firstValue("Location").orElseThrow())
                .contains("error");
        assertThat(get("/who-am-i").statusCode()).isEqualTo(302);
        signIn(People.PASSWORD);
        assertThat(get("/who-am-i").body()).isEqualTo(person.name() + " [VIEWER]");
        assertThat(principals.callAs(person, sessions::own))
                .singleElement()
                .satisfies(session -> assertThat(session.kind()).isEqualTo(SessionSummary.Kind.BROWSER));

        post("/logout", "");
        assertThat(get("/who-am-i").statusCode()).isEqualTo(302);
        assertThat(principals.callAs(person, sessions::own)).isEmpty();
    }

    @Test
    void countsOneFailureForOneWrongPassword() throws Exception {
        for (int i = 0; i < 4; i++) {
            signIn("not the password");
        }

        signIn(People.PASSWORD);

        assertThat(get("/who-am-i").statusCode()).as("four failures are free").isEqualTo(200);
    }

    @Test
    void followsTheRolesOfThePersonFromRequestToRequest() throws Exception {
        signIn(People.PASSWORD);

        principals.callAs(
                Principal.machine(),
                () -> accounts.assignRole(person.name(), RoleBinding.onPlatform(Role.ADMINISTRATOR)));
        assertThat(get("/who-am-i").body()).endsWith("[ADMINISTRATOR, VIEWER]");

        principals.callAs(
                Principal.machine(), () -> accounts.removeRole(person.name(), RoleBinding.onPlatform(Role.VIEWER)));
        principals.callAs(
                Principal.machine(), () -> accounts.assignRole(person.name(), RoleBinding.onPlatform(Role.DEVELOPER)));
        assertThat(get("/who-am-i").body()).endsWith("[ADMINISTRATOR, DEVELOPER]");
    }

    @Test
    void isOverAtOnceWhenTheAccountIsDisabled() throws Exception {
        signIn(People.PASSWORD);
        assertThat(get("/who-am-i").statusCode()).isEqualTo(200);

        principals.callAs(
                Principal.machine(), () -> accounts.update(person.name(), new UpdateAccount(null, false, null)));

        assertThat(get("/who-am-i").statusCode()).isEqualTo(302);
    }

    @Test
    void isOverAtOnceWhenItIsEndedFromElsewhere() throws Exception {
        signIn(People.PASSWORD);
        SessionSummary session = principals.callAs(person, sessions::own).getFirst();

        principals.runAs(person, () -> sessions.end(session.id()));

        assertThat(get("/who-am-i").statusCode()).isEqualTo(302);
    }

    @Test
    void isNotKeptAliveByTheHeartbeatOfAnOpenPage() throws Exception {
        signIn(People.PASSWORD);

        for (int minutes = 0; minutes < 40; minutes += 5) {
            clock.pass(Duration.ofMinutes(5));
            get("/who-am-i?v-r=heartbeat");
        }

        assertThat(get("/who-am-i").statusCode()).isEqualTo(302);
    }

    @Test
    void opensNoDoorOfTheApi() throws Exception {
        signIn(People.PASSWORD);

        HttpResponse<String> answer = get("/api/v1/me");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("unauthenticated");
    }

    private HttpResponse<String> signIn(String password) throws Exception {
        return post(
                "/login",
                "username=" + person.name() + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }
}
