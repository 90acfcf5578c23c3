package io.vireo.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final List<String> ANY = List.of("*");

    @Test
    void acceptsPatternsAtTheirLimits() {
        String longest = "r".repeat(PolicyLimits.MAX_RESOURCE_LENGTH - PolicyLimits.MAX_WILDCARDS)
                + "*".repeat(PolicyLimits.MAX_WILDCARDS);

        Statement statement = Statement.allow(
                Collections.nCopies(PolicyLimits.MAX_ACTIONS, "a".repeat(PolicyLimits.MAX_ACTION_LENGTH)),
                Collections.nCopies(PolicyLimits.MAX_RESOURCES, longest));

        assertThat(statement.resources()).hasSize(PolicyLimits.MAX_RESOURCES);
    }

    @Test
    void namesTheFieldThatGoesPastALimit() {
        assertRefused("actions", List.of(), ANY);
        assertRefused("actions", Collections.nCopies(PolicyLimits.MAX_ACTIONS + 1, "*"), ANY);
        assertRefused("actions[0]", List.of("a".repeat(PolicyLimits.MAX_ACTION_LENGTH + 1)), ANY);
        assertRefused("resources", ANY, List.of());
        assertRefused("resources", ANY, Collections.nCopies(PolicyLimits.MAX_RESOURCES + 1, "*"));
        assertRefused("resources[1]", ANY, List.of("*", ""));
        assertRefused("resources[0]", ANY, List.of("r".repeat(PolicyLimits.MAX_RESOURCE_LENGTH + 1)));
        assertRefused("resources[0]", ANY, List.of("*".repeat(PolicyLimits.MAX_WILDCARDS + 1)));
        assertRefused("resources[0]", ANY, List.of("container/\u0000"));
    }

    @Test
    void keepsItsOwnCopyOfTheLists() {
        List<String> actions = new java.util.ArrayList<>(List.of("item:Read"));
        Statement statement = Statement.allow(actions, ANY);

        actions.set(0, "*");

        assertThat(statement.actions()).containsExactly("item:Read");
    }

    private static void assertRefused(String field, List<String> actions, List<String> resources) {
        assertThatThrownBy(() -> Statement.allow(actions, resources))
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining("field=" + field);
    }
}
