package io.vireo.console.shell;

import static io.vireo.policy.Action.CONTAINER_CREATE;
import static io.vireo.policy.Action.CONTAINER_READ;
import static io.vireo.policy.Action.FUNCTION_CREATE;
import static io.vireo.policy.Action.FUNCTION_DEPLOY;
import static io.vireo.policy.Action.FUNCTION_READ;
import static io.vireo.policy.Action.KEY_CREATE;
import static io.vireo.policy.Action.NODE_READ;
import static io.vireo.policy.Action.TENANT_CREATE;

import com.vaadin.flow.spring.annotation.SpringComponent;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.NodeService;
import io.vireo.identity.Authorizer;
import io.vireo.identity.PageQuery;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantState;
import io.vireo.tenant.TenantSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the palette finds: things by a part of their name and acts by their words, no more of a kind than fit, and nothing that the
 * person could not open. The lists are filtered by the services that keep them.
 *
 * <p>A word with a colon narrows it to a kind ({@code fn: container: node: tenant:}), {@code >} to acts.
 */
@SpringComponent
final class PaletteSearch {
    private static final int OF_A_KIND = 6;

    private final TenantService tenants;
    private final ContainerService containers;
    private final FunctionService functions;
    private final NodeService nodes;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;

    PaletteSearch(
            TenantService tenants,
            ContainerService containers,
            FunctionService functions,
            NodeService nodes,
            Authorizer authorizer,
            PrincipalHolder principals) {
        this.tenants = tenants;
        this.containers = containers;
        this.functions = functions;
        this.nodes = nodes;
        this.authorizer = authorizer;
        this.principals = principals;
    }

    /**
     * Something to open or to do.
     *
     * @param group heading that it stands under; hits of one group follow each other
     * @param note what else to know, in a few words
     * @param href relative to the application
     */
    record Hit(String group, String icon, String title, String note, String href) {}

    /** @param tenant that the person is at; null: at none */
    List<Hit> find(String text, @Nullable TenantSummary tenant) {
        Question question = Question.of(text);
        List<Hit> hits = new ArrayList<>();
        if (question.isAny() && question.words().isEmpty() && tenant != null) {
            Recents.of(tenant.name())
                    .forEach(visit ->
                            hits.add(new Hit("Recent", visit.icon(), visit.name(), visit.kind(), visit.href())));
        }
        if (tenant != null) {
            findFunctions(question, tenant, hits);
            findContainers(question, tenant, hits);
        }
        findNodes(question, hits);
        findTenants(question, hits);
        findActs(question, tenant, hits);
        return hits;
    }

    private void findFunctions(Question question, TenantSummary tenant, List<Hit> hits) {
        if (!question.asksFor("fn") || !authorizer.allows(FUNCTION_READ, Resource.function(tenant.id(), "*"))) {
            return;
        }
        List<FunctionSummary> found = functions.page(tenant.id(), question.page());
        for (FunctionSummary function : found) {
            String live = function.liveVersion() == null ? "not deployed" : "v" + function.liveVersion();
            hits.add(new Hit("Functions", "square-function", function.name(), live, code(tenant, function)));
        }
        for (FunctionSummary function : question.words().isEmpty() ? List.<FunctionSummary>of() : found) {
            if (authorizer.allows(FUNCTION_DEPLOY, Resource.function(tenant.id(), function.name()))) {
                String href = code(tenant, function) + "?deploy";
                hits.add(new Hit("Do", "rocket", "Deploy " + function.name() + "…", "asks once", href));
            }
        }
    }

    private static String code(TenantSummary tenant, FunctionSummary function) {
        return "t/" + tenant.name() + "/functions/" + function.name() + "/code";
    }

    private void findContainers(Question question, TenantSummary tenant, List<Hit> hits) {
        if (question.asksFor("container") && authorizer.allows(CONTAINER_READ, Resource.container(tenant.id(), "*"))) {
            containers
                    .page(tenant.id(), question.page())
                    .forEach(container -> hits.add(new Hit(
                            "Containers",
                            "database",
                            container.name(),
                            "container",
                            "t/" + tenant.name() + "/data/c/" + container.name())));
        }
    }

    private void findNodes(Question question, List<Hit> hits) {
        if (question.asksFor("node") && authorizer.allows(NODE_READ, Resource.node("*"))) {
            nodes.page(question.page())
                    .forEach(node -> hits.add(
                            new Hit("Nodes", "server", node.name(), "node", "platform/nodes?sel=" + node.name())));
        }
    }

    private void findTenants(Question question, List<Hit> hits) {
        if (question.asksFor("tenant")) {
            tenants.page(question.page()).stream()
                    .filter(tenant -> tenant.state() == TenantState.LIVE)
                    .forEach(tenant ->
                            hits.add(new Hit("Tenants", "building-2", tenant.name(), "tenant", "t/" + tenant.name())));
        }
    }

    private void findActs(Question question, @Nullable TenantSummary tenant, List<Hit> hits) {
        if (!question.asksFor(">")) {
            return;
        }
        if (tenant != null) {
            String base = "t/" + tenant.name();
            act(
                    question,
                    hits,
                    authorizer.allows(FUNCTION_CREATE, Resource.function(tenant.id(), "*")),
                    new Hit("Do", "plus", "New function…", "from a template", base + "/functions?new"));
            act(
                    question,
                    hits,
                    authorizer.allows(CONTAINER_CREATE, Resource.container(tenant.id(), "*")),
                    new Hit("Do", "plus", "New container…", "in " + tenant.name(), base + "/data?new"));
            String person = principals.require().name();
            act(
                    question,
                    hits,
                    authorizer.allows(KEY_CREATE, Resource.accessKey(tenant.id(), person, "*")),
                    new Hit("Do", "plus", "New access key…", "with your rights", base + "/access/keys?new"));
        }
        act(
                question,
                hits,
                authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*")),
                new Hit("Do", "plus", "New tenant…", "with a gateway of its own", "platform/tenants?new"));
    }

    private static void act(Question question, List<Hit> hits, boolean isAllowed, Hit hit) {
        if (isAllowed && hit.title().toLowerCase(Locale.ROOT).contains(question.words())) {
            hits.add(hit);
        }
    }

    /**
     * What was typed.
     *
     * @param kind that it is narrowed to; empty: every kind
     * @param words in lower case
     */
    private record Question(String kind, String words) {
        private static final List<String> KINDS = List.of("fn", "container", "node", "tenant");

        static Question of(String text) {
            String typed = text.strip().toLowerCase(Locale.ROOT);
            if (typed.startsWith(">")) {
                return new Question(">", typed.substring(1).strip());
            }
            for (String kind : KINDS) {
                if (typed.startsWith(kind + ":")) {
                    return new Question(kind, typed.substring(kind.length() + 1).strip());
                }
            }
            return new Question("", typed);
        }

        boolean isAny() {
            return kind.isEmpty();
        }

        boolean asksFor(String wanted) {
            return kind.isEmpty() || kind.equals(wanted);
        }

        PageQuery page() {
            return new PageQuery(0, OF_A_KIND, "name", words.length() > 200 ? words.substring(0, 200) : words);
        }
    }
}
