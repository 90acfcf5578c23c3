package io.vireo.identity.support;

import io.vireo.identity.AccountService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SessionService;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Makes accounts with roles, each with a name of its own, and signs them in. */
@Component
public class People {
    public static final String PASSWORD = "correct horse battery staple";

    private final AccountService accounts;
    private final SessionService sessions;
    private final PrincipalHolder principals;
    private final AtomicInteger count = new AtomicInteger();

    People(AccountService accounts, SessionService sessions, PrincipalHolder principals) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.principals = principals;
    }

    /** A person with these roles, as one who acts. */
    public Principal with(RoleBinding... bindings) {
        String username = "person-" + count.incrementAndGet();
        return principals.callAs(Principal.machine(), () -> {
            var created = accounts.create(new CreateAccount(username, "", PASSWORD));
            for (RoleBinding binding : bindings) {
                accounts.assignRole(username, binding);
            }
            return new Principal(Principal.Kind.PERSON, created.id(), username, Set.of(bindings));
        });
    }

    /** A token of the person for the API. */
    public String token(Principal person) {
        return sessions.signIn(person.name(), PASSWORD, "127.0.0.1").token();
    }
}
