package io.vireo.console.security;

import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import java.util.concurrent.Executor;
import org.springframework.stereotype.Component;

/** Runs slow acts on virtual threads, off the session's lock, as the person who asked for them. */
@Component
public class PersonExecutor implements Executor {
    private final PrincipalHolder principals;

    PersonExecutor(PrincipalHolder principals) {
        this.principals = principals;
    }

    @Override
    public void execute(Runnable act) {
        Principal person = principals.require();
        Thread.ofVirtual().name("act-of-" + person.name()).start(() -> principals.runAs(person, act));
    }
}
