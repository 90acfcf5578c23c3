package io.vireo.controlplane.node;

import io.vireo.controlplane.JoinToken;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeSummary;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes over REST. */
@RestController
@RequestMapping("/api/v1/nodes")
class NodeController {
    private final NodeService nodes;

    NodeController(NodeService nodes) {
        this.nodes = nodes;
    }

    @GetMapping
    CursorPage<NodeSummary> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return nodes.list(CursorQuery.of(cursor, limit));
    }

    @GetMapping("/{name}")
    NodeDetail find(@PathVariable String name) {
        return nodes.find(name);
    }

    @PostMapping("/{name}/join-token")
    @ResponseStatus(HttpStatus.CREATED)
    JoinToken issueJoinToken(@PathVariable String name) {
        return nodes.issueJoinToken(name);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String name) {
        nodes.revoke(name);
    }
}
