package io.vireo.identity.account;

import io.vireo.identity.AccountService;
import io.vireo.identity.BootstrapService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.rest.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me}: who the caller is; and how the first administrator comes to be. */
@RestController
@RequestMapping("/api/v1")
class OwnAccountController {
    private final AccountService accounts;
    private final BootstrapService bootstrap;
    private final PrincipalHolder principals;
    private final AccountJson json;

    OwnAccountController(
            AccountService accounts, BootstrapService bootstrap, PrincipalHolder principals, AccountJson json) {
        this.accounts = accounts;
        this.bootstrap = bootstrap;
        this.principals = principals;
        this.json = json;
    }

    record Me(String name, String kind, List<AccountJson.HeldRoleJson> roles) {}

    record ChangedPassword(
            @Nullable String currentPassword, @Nullable String newPassword) {}

    record NewAdministrator(
            @Nullable String token,
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String password) {}

    @GetMapping("/me")
    Me me() {
        Principal principal = principals.require();
        return new Me(
                principal.name(), principal.kind().name().toLowerCase(Locale.ROOT), json.roles(principal.bindings()));
    }

    @PostMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(@RequestBody ChangedPassword body) {
        accounts.changeOwnPassword(
                Fields.required("currentPassword", body.currentPassword),
                Fields.required("newPassword", body.newPassword));
    }

    @PostMapping("/first-administrator")
    @ResponseStatus(HttpStatus.CREATED)
    AccountJson.User createFirstAdministrator(@RequestBody NewAdministrator body) {
        return json.user(bootstrap.createFirstAdministrator(
                Fields.required("token", body.token),
                new CreateAccount(
                        Fields.required("username", body.username),
                        Objects.requireNonNullElse(body.displayName, ""),
                        Fields.required("password", body.password))));
    }

    /** For the machine's own credential: the link, made anew if it expired; an empty object if there is an administrator. */
    @PostMapping("/bootstrap-link")
    Map<String, String> bootstrapLink() {
        return bootstrap.link().map(link -> Map.of("link", link)).orElse(Map.of());
    }
}
