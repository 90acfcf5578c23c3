package io.vireo.policy;

import static io.vireo.policy.PolicyLimits.MAX_STATEMENTS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Statements in the form that decides fast: per action, the denials and then the allowances that concern it, each with its
 * resource pattern. A denial wins over every allowance; without either the answer is denial. Among several of one kind the
 * first in order is named.
 *
 * <p>Immutable, so any thread may decide. Deciding allocates nothing: the answers are made while compiling.
 */
public final class CompiledPolicy {
    /** Allows nothing. */
    public static final CompiledPolicy EMPTY = of(List.of());

    private final List<Statement> statements;
    private final Rule[][] rulesByAction;

    private CompiledPolicy(List<Statement> statements, Rule[][] rulesByAction) {
        this.statements = statements;
        this.rulesByAction = rulesByAction;
    }

    /**
     * Compiles statements.
     *
     * @throws InvalidPolicyException if there are more than {@value PolicyLimits#MAX_STATEMENTS}
     */
    public static CompiledPolicy of(List<Statement> statements) {
        if (statements.size() > MAX_STATEMENTS) {
            throw new InvalidPolicyException(
                    "statements", "too many statements: count=" + statements.size() + " max=" + MAX_STATEMENTS);
        }
        List<Statement> copy = List.copyOf(statements);
        Map<Action, List<Rule>> rules = new EnumMap<>(Action.class);
        addRules(rules, copy, false);
        addRules(rules, copy, true);
        Rule[][] rulesByAction = new Rule[Action.values().length][];
        for (Action action : Action.values()) {
            rulesByAction[action.ordinal()] =
                    rules.getOrDefault(action, List.of()).toArray(Rule[]::new);
        }
        return new CompiledPolicy(copy, rulesByAction);
    }

    /**
     * Decides whether an action may be done to a resource.
     *
     * @param resource its whole name, such as {@code container/photos/a/b.jpg}; never a pattern, a {@code *} in it is a character
     */
    public Decision decide(Action action, CharSequence resource) {
        for (Rule rule : rulesByAction[action.ordinal()]) { // denials come first
            if (rule.resource.matches(resource)) {
                return rule.decision;
            }
        }
        return Decision.DEFAULT_DENIAL;
    }

    /** Whether the action may be done to the resource. */
    public boolean allows(Action action, CharSequence resource) {
        return decide(action, resource).isAllowed();
    }

    /**
     * Whether everything that a statement allows is allowed by a single statement of this policy, denials aside. Sound, not
     * complete: what two statements allow only together counts as not covered.
     */
    public boolean covers(Statement statement) {
        Set<Action> actions = statement.knownActions();
        return !actions.isEmpty()
                && actions.stream().allMatch(action -> statement.resources().stream()
                        .allMatch(resource -> coversPattern(action, resource)));
    }

    /**
     * The statements that allow what both this policy and the wanted statements allow: never more than this policy, whatever is
     * wanted. What this policy does not cover is left out, its denials and the wanted ones both hold.
     */
    public List<Statement> narrowedTo(List<Statement> wanted) {
        List<Statement> narrowed = new ArrayList<>();
        statements.stream().filter(statement -> !statement.allow()).forEach(narrowed::add);
        for (Statement statement : wanted) {
            if (!statement.allow()) {
                narrowed.add(statement);
                continue;
            }
            for (String resource : statement.resources()) {
                List<String> actions = statement.knownActions().stream()
                        .filter(action -> coversPattern(action, resource))
                        .map(Action::wireName)
                        .toList();
                if (!actions.isEmpty()) {
                    narrowed.add(Statement.allow(actions, List.of(resource)));
                }
            }
        }
        return List.copyOf(narrowed);
    }

    /**
     * A pattern read as a text: its {@code *} can be matched by a {@code *} of ours alone, because ours hold no other; so ours
     * matches everything that the pattern does.
     */
    private boolean coversPattern(Action action, String resourcePattern) {
        for (Rule rule : rulesByAction[action.ordinal()]) {
            if (rule.decision.isAllowed() && rule.resource.matches(resourcePattern)) {
                return true;
            }
        }
        return false;
    }

    /** The statements, in order. */
    public List<Statement> statements() {
        return statements;
    }

    private static void addRules(Map<Action, List<Rule>> rules, List<Statement> statements, boolean allow) {
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.allow() != allow) {
                continue;
            }
            Decision decision = new Decision(allow, i, statement);
            List<Glob> resources =
                    statement.resources().stream().map(Glob::compile).toList();
            for (Action action : statement.knownActions()) {
                List<Rule> ofAction = rules.computeIfAbsent(action, _ -> new ArrayList<>());
                resources.forEach(resource -> ofAction.add(new Rule(resource, decision)));
            }
        }
    }

    private record Rule(Glob resource, Decision decision) {}
}
