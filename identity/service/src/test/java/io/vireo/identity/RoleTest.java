package io.vireo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.policy.Action;
import io.vireo.policy.CompiledPolicy;
import io.vireo.policy.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {
    private static final UUID HERE = UUID.randomUUID();
    private static final UUID ELSEWHERE = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void includesEveryRoleBelowIt(Role role) {
        CompiledPolicy policy = CompiledPolicy.of(role.statementsInTenant("dana"));

        for (Role below : Role.values()) {
            if (below.compareTo(role) > 0) {
                for (Statement statement : below.statementsInTenant("dana")) {
                    assertThat(policy.covers(statement))
                            .as(role + " covers " + below)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isKnownByItsWireName(Role role) {
        assertThat(Role.ofWireName(role.wireName())).contains(role);
        assertThat(Role.ofWireName(role.name())).isEmpty();
    }

    @Test
    void countsWhereItIsHeldAndNowhereElse() {
        Principal developer = person(RoleBinding.inTenant(Role.DEVELOPER, HERE));

        assertThat(developer.policyIn(HERE).allows(Action.ITEM_WRITE, "container/a/b"))
                .isTrue();
        assertThat(developer.policyIn(ELSEWHERE).allows(Action.ITEM_READ, "container/a/b"))
                .isFalse();
        assertThat(developer.policyIn(null).allows(Action.NODE_READ, "node/a")).isFalse();
        assertThat(person(RoleBinding.onPlatform(Role.VIEWER)).policyIn(HERE).allows(Action.ITEM_READ, "container/a/b"))
                .isTrue();
    }

    @Test
    void lettingPeopleManageKeysOfTheirOwnOnly() {
        CompiledPolicy viewer = person(RoleBinding.inTenant(Role.VIEWER, HERE)).policyIn(HERE);

        assertThat(viewer.allows(Action.KEY_CREATE, "key/dana/VK1")).isTrue();
        assertThat(viewer.allows(Action.KEY_CREATE, "key/danae/VK1")).isFalse();
        assertThat(viewer.allows(Action.KEY_READ, "key/*/*")).isFalse();
    }

    @Test
    void isHeldByWhoHoldsItOrMoreThereOrEverywhere() {
        RoleBinding viewerHere = RoleBinding.inTenant(Role.VIEWER, HERE);

        assertThat(person(RoleBinding.inTenant(Role.DEVELOPER, HERE)).holds(viewerHere))
                .isTrue();
        assertThat(person(RoleBinding.onPlatform(Role.VIEWER)).holds(viewerHere))
                .isTrue();
        assertThat(person(RoleBinding.inTenant(Role.DEVELOPER, ELSEWHERE)).holds(viewerHere))
                .isFalse();
        assertThat(person(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, HERE))
                        .holds(RoleBinding.onPlatform(Role.VIEWER)))
                .isFalse();
    }

    @Test
    void readsAFilterAsTextAndASortAsAColumn() {
        assertThat(PageQuery.likePattern("A_b%\\")).isEqualTo("%a\\_b\\%\\\\%");
        assertThatThrownBy(() -> new PageQuery(-1, 10, "", "")).hasMessageContaining("offset");
        assertThatThrownBy(() -> PageQuery.of(0, 1_001)).hasMessageContaining("max=1000");
        assertThatThrownBy(
                        () -> new PageQuery(0, 10, "secret", "").toPageable(java.util.Map.of("name", "name"), "name"))
                .hasMessageContaining("columns=[name]");
    }

    private static Principal person(RoleBinding... bindings) {
        return new Principal(Principal.Kind.PERSON, UUID.randomUUID(), "dana", Set.copyOf(List.of(bindings)));
    }
}
