package io.vireo.policy;

import static io.vireo.policy.PolicyLimits.MAX_ACTIONS;
import static io.vireo.policy.PolicyLimits.MAX_ACTION_LENGTH;
import static io.vireo.policy.PolicyLimits.MAX_RESOURCES;
import static io.vireo.policy.PolicyLimits.MAX_RESOURCE_LENGTH;
import static io.vireo.policy.PolicyLimits.MAX_WILDCARDS;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Allows or denies actions on resources. In both lists {@code *} stands for any run of characters, the empty one and
 * {@code /} included; everything else stands for itself, case and all.
 *
 * @param allow whether the actions are allowed; a denial outweighs every allowance
 * @param actions 1 to {@value PolicyLimits#MAX_ACTIONS} patterns over the wire names of {@link Action}, as in {@code item:*};
 *     one that fits no known action is kept and decides nothing
 * @param resources 1 to {@value PolicyLimits#MAX_RESOURCES} patterns such as {@code container/photos/2026/*} or {@code function/resize}
 */
public record Statement(boolean allow, List<String> actions, List<String> resources) {
    /**
     * @throws InvalidPolicyException if a list is empty or too long, or a pattern is empty, too long, has too many
     *     wildcards or holds a control character
     */
    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        check("actions", actions, MAX_ACTIONS, MAX_ACTION_LENGTH);
        check("resources", resources, MAX_RESOURCES, MAX_RESOURCE_LENGTH);
    }

    /** A statement that allows. */
    public static Statement allow(List<String> actions, List<String> resources) {
        return new Statement(true, actions, resources);
    }

    /** A statement that denies. */
    public static Statement deny(List<String> actions, List<String> resources) {
        return new Statement(false, actions, resources);
    }

    /** The known actions that one of the action patterns fits. */
    Set<Action> knownActions() {
        EnumSet<Action> known = EnumSet.noneOf(Action.class);
        for (String pattern : actions) {
            Glob glob = Glob.compile(pattern);
            for (Action action : Action.values()) {
                if (glob.matches(action.wireName())) {
                    known.add(action);
                }
            }
        }
        return known;
    }

    /** The statement about those of its actions alone that are done to data; empty if it has none. */
    public Optional<Statement> onData() {
        List<String> names = knownActions().stream()
                .filter(Action::isOnData)
                .map(Action::wireName)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(new Statement(allow, names, resources));
    }

    private static void check(String field, List<String> patterns, int maxCount, int maxLength) {
        if (patterns.isEmpty() || patterns.size() > maxCount) {
            throw new InvalidPolicyException(
                    field, "pattern count is out of bounds: count=" + patterns.size() + " min=1 max=" + maxCount);
        }
        for (int i = 0; i < patterns.size(); i++) {
            checkPattern(field + "[" + i + "]", patterns.get(i), maxLength);
        }
    }

    private static void checkPattern(String field, String pattern, int maxLength) {
        if (pattern.isEmpty() || pattern.length() > maxLength) {
            throw new InvalidPolicyException(
                    field, "pattern length is out of bounds: length=" + pattern.length() + " min=1 max=" + maxLength);
        }
        long wildcards = pattern.chars().filter(c -> c == '*').count();
        if (wildcards > MAX_WILDCARDS) {
            throw new InvalidPolicyException(
                    field, "pattern has too many wildcards: count=" + wildcards + " max=" + MAX_WILDCARDS);
        }
        if (pattern.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidPolicyException(field, "pattern holds a control character");
        }
    }
}
