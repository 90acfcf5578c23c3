package io.vireo.console.functions;

import io.vireo.console.security.PersonExecutor;
import io.vireo.console.shell.LiveUpdates;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.InvocationService;
import io.vireo.identity.Authorizer;
import io.vireo.tenant.TenantService;
import org.springframework.stereotype.Component;

/** What every page of a function works with. */
@Component
record FunctionPageServices(
        TenantService tenants,
        FunctionService functions,
        InvocationService invocations,
        Authorizer authorizer,
        PersonExecutor background,
        LiveUpdates updates) {}
