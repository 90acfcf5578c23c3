package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Turns a user's password into a token for {@code VIREO_TOKEN}. */
@Command(
        name = "login",
        description = "Sign in as a user; prints the token for VIREO_TOKEN. The password is read from standard input.")
final class LoginCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "USER")
    private String user = "";

    LoginCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String password = PasswordPrompt.read();
        ApiClient client = api.connect(console);
        JsonNode session = client.post("/sessions", Map.of("username", user, "password", password));
        api.print(
                console, session, "export VIREO_TOKEN=" + session.path("token").asString(""));
        return 0;
    }
}
