package io.vireo.controlplane;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import java.util.List;

/** The nodes, what they run and what they should run. Reading needs {@code node:Read}, changing {@code node:Update}. */
public interface NodeService {

    /**
     * Rows of the list of nodes, ordered by name unless the query says otherwise.
     *
     * @param query sort: {@code name}, {@code seenAt}; filter: part of the name
     */
    List<NodeSummary> page(PageQuery query);

    /** Number of nodes whose name contains the filter. */
    long count(String filter);

    /** A page of the nodes by name. */
    CursorPage<NodeSummary> list(CursorQuery query);

    /**
     * One node.
     *
     * @throws ControlPlaneException {@code NODE_NOT_FOUND}
     */
    NodeDetail find(String name);

    /**
     * Makes a join token for a node of this name; tokens given out for it before are void.
     *
     * @param name 1 to 63 of {@code a-z 0-9 -}, starting and ending with a letter or digit
     * @return the token, valid one hour and once
     * @throws ControlPlaneException {@code INVALID_FIELD}, {@code NODE_REVOKED}
     */
    JoinToken issueJoinToken(String name);

    /**
     * Refuses the node's certificate from now on and closes its stream. What runs there goes on running: end it there.
     *
     * @throws ControlPlaneException {@code NODE_NOT_FOUND}
     */
    void revoke(String name);
}
