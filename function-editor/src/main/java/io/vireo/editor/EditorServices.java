package io.vireo.editor;

import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.InvocationService;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What the components of one function's pages work with.
 *
 * @param background runs slow calls as the person who is signed in, off the session's lock
 * @param explain one sentence for an error, for people
 * @param rights what this person may do; the services check it again
 */
public record EditorServices(
        UUID tenantId,
        String function,
        FunctionService functions,
        InvocationService invocations,
        Executor background,
        Function<RuntimeException, String> explain,
        Rights rights) {
    /** What this person may do with the function. */
    public record Rights(boolean mayEdit, boolean mayDeploy, boolean mayInvoke, boolean mayDelete) {}
}
