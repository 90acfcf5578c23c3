package io.vireo.identity.account;

import io.vireo.identity.AccountService;
import io.vireo.identity.AccountSummary;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.UpdateAccount;
import io.vireo.identity.rest.Fields;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/users}. */
@RestController
@RequestMapping("/api/v1/users")
class AccountController {
    private final AccountService accounts;
    private final AccountJson json;
    private final Fields fields;

    AccountController(AccountService accounts, AccountJson json, Fields fields) {
        this.accounts = accounts;
        this.json = json;
        this.fields = fields;
    }

    record NewUser(
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String password) {}

    record ChangedUser(
            @Nullable String displayName,
            @Nullable Boolean enabled,
            @Nullable String password) {}

    record RoleOfUser(@Nullable String role, @Nullable String tenant) {}

    @GetMapping
    CursorPage<AccountJson.User> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        CursorPage<AccountSummary> page = accounts.list(CursorQuery.of(cursor, limit));
        return new CursorPage<>(json.users(page.items()), page.next());
    }

    @PostMapping
    ResponseEntity<AccountJson.User> create(@RequestBody NewUser body) {
        AccountSummary created = accounts.create(new CreateAccount(
                Fields.required("username", body.username),
                Objects.requireNonNullElse(body.displayName, ""),
                Fields.required("password", body.password)));
        return ResponseEntity.created(URI.create("/api/v1/users/" + created.username()))
                .body(json.user(created));
    }

    @GetMapping("/{username}")
    AccountJson.User find(@PathVariable String username) {
        return json.user(accounts.find(username));
    }

    @PatchMapping("/{username}")
    AccountJson.User update(@PathVariable String username, @RequestBody ChangedUser body) {
        return json.user(accounts.update(username, new UpdateAccount(body.displayName, body.enabled, body.password)));
    }

    @DeleteMapping("/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String username) {
        accounts.delete(username);
    }

    @PutMapping("/{username}/roles")
    AccountJson.User assignRole(@PathVariable String username, @RequestBody RoleOfUser body) {
        return json.user(accounts.assignRole(username, fields.binding(body.role, body.tenant)));
    }

    /** The role is named by parameters, or by a body for clients that send one with DELETE. */
    @DeleteMapping("/{username}/roles")
    AccountJson.User removeRole(
            @PathVariable String username,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String tenant,
            @RequestBody(required = false) @Nullable RoleOfUser body) {
        RoleOfUser wanted = body == null ? new RoleOfUser(role, tenant) : body;
        return json.user(accounts.removeRole(username, fields.binding(wanted.role, wanted.tenant)));
    }
}
