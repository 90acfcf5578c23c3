package io.vireo.agent;

import io.vireo.agent.identity.NodeIdentity;
import io.vireo.agent.snapshot.AppliedSnapshot;
import io.vireo.agent.tenant.TenantHost;
import io.vireo.client.EngineReport;
import io.vireo.controlplane.api.v1.PurgeStatus;
import java.util.List;
import java.util.Optional;

/**
 * How a node stands at one moment.
 *
 * @param applied the configuration that it is run by
 * @param tenants that it serves
 * @param purges how far the deletions are that the configuration asks for
 * @param engineReady whether the engine takes connections
 * @param engine what the engine said of itself last
 * @param connected whether there is a line to the control plane
 * @param identity once it has enrolled
 */
record NodeView(
        Optional<AppliedSnapshot> applied,
        List<TenantHost> tenants,
        List<PurgeStatus> purges,
        boolean engineReady,
        Optional<EngineReport> engine,
        boolean connected,
        Optional<NodeIdentity> identity) {}
