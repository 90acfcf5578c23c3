package io.vireo.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompiledPolicyTest {
    private static final Statement READ_PHOTOS =
            Statement.allow(List.of("item:Read", "item:List"), List.of("container/photos/*"));
    private static final Statement NO_SECRETS = Statement.deny(List.of("item:*"), List.of("container/photos/secret/*"));

    @Nested
    class Decide {

        @Test
        void deniesWhenNoStatementApplies() {
            CompiledPolicy policy = CompiledPolicy.of(List.of(READ_PHOTOS));

            Decision decision = policy.decide(Action.ITEM_WRITE, "container/photos/a.jpg");

            assertThat(decision).isEqualTo(Decision.DEFAULT_DENIAL);
            assertThat(decision.explanation()).isEqualTo("denied: no statement allows it");
        }

        @Test
        void namesTheStatementThatAllows() {
            CompiledPolicy policy = CompiledPolicy.of(List.of(NO_SECRETS, READ_PHOTOS));

            Decision decision = policy.decide(Action.ITEM_READ, "container/photos/a.jpg");

            assertThat(decision).isEqualTo(new Decision(true, 1, READ_PHOTOS));
            assertThat(decision.explanation())
                    .isEqualTo("allowed by statement 1: actions=[item:Read, item:List] resources=[container/photos/*]");
        }

        @Test
        void letsADenialWinWhereverItStands() {
            String secret = "container/photos/secret/a.jpg";

            assertThat(CompiledPolicy.of(List.of(READ_PHOTOS, NO_SECRETS)).decide(Action.ITEM_READ, secret))
                    .isEqualTo(new Decision(false, 1, NO_SECRETS));
            assertThat(CompiledPolicy.of(List.of(NO_SECRETS, READ_PHOTOS)).decide(Action.ITEM_READ, secret))
                    .isEqualTo(new Decision(false, 0, NO_SECRETS));
        }

        @Test
        void keepsActionsOfUnknownNamesWithoutEffect() {
            CompiledPolicy policy =
                    CompiledPolicy.of(List.of(Statement.allow(List.of("moon:Land"), List.of("*")), READ_PHOTOS));

            assertThat(policy.decide(Action.ITEM_READ, "container/photos/a").statementIndex())
                    .isEqualTo(1);
            assertThat(policy.allows(Action.NODE_READ, "platform")).isFalse();
        }

        @Test
        void readsAStarInAResourceAsACharacter() {
            CompiledPolicy policy =
                    CompiledPolicy.of(List.of(Statement.allow(List.of("item:Read"), List.of("container/a/b"))));

            assertThat(policy.allows(Action.ITEM_READ, "container/a/*")).isFalse();
            assertThat(policy.allows(Action.ITEM_READ, "*")).isFalse();
        }

        @Test
        void allocatesNothing() {
            List<Statement> statements = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                statements.add(Statement.allow(List.of("item:*"), List.of("container/c" + i + "/*x*")));
            }
            CompiledPolicy policy = CompiledPolicy.of(statements);
            var resource = new StringBuilder("container/c99/a/b/x/c");
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            boolean allowed = true;
            for (int i = 0; i < 20_000; i++) {
                allowed &= policy.decide(Action.ITEM_READ, resource).isAllowed();
            }

            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                allowed &= policy.decide(Action.ITEM_READ, resource).isAllowed();
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allowed).isTrue();
            assertThat(allocated).as("bytes of 20,000 decisions").isLessThan(20_000);
        }
    }

    @Nested
    class Of {

        @Test
        void acceptsAsManyStatementsAsTheLimit() {
            CompiledPolicy policy = CompiledPolicy.of(Collections.nCopies(PolicyLimits.MAX_STATEMENTS, READ_PHOTOS));

            assertThat(policy.allows(Action.ITEM_LIST, "container/photos/")).isTrue();
        }

        @Test
        void refusesMoreStatementsThanTheLimit() {
            assertThatThrownBy(
                            () -> CompiledPolicy.of(Collections.nCopies(PolicyLimits.MAX_STATEMENTS + 1, READ_PHOTOS)))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("count=1025 max=1024");
        }
    }

    @Nested
    class NarrowedTo {

        @Test
        void keepsTheCoveredPartAndEveryDenial() {
            CompiledPolicy policy = CompiledPolicy.of(List.of(READ_PHOTOS, NO_SECRETS));
            Statement wanted =
                    Statement.allow(List.of("item:*"), List.of("container/photos/2026/*", "container/films/*"));

            List<Statement> narrowed = policy.narrowedTo(List.of(wanted));

            assertThat(narrowed)
                    .containsExactly(
                            NO_SECRETS,
                            Statement.allow(List.of("item:Read", "item:List"), List.of("container/photos/2026/*")));
        }

        @Test
        void doesNotTakeAWiderPatternForCovered() {
            CompiledPolicy policy = CompiledPolicy.of(List.of(READ_PHOTOS));

            assertThat(policy.covers(Statement.allow(List.of("item:Read"), List.of("container/photos*"))))
                    .isFalse();
            assertThat(policy.covers(Statement.allow(List.of("item:Read"), List.of("container/photos/a*"))))
                    .isTrue();
            assertThat(policy.covers(Statement.allow(List.of("moon:Land"), List.of("container/photos/a"))))
                    .isFalse();
        }
    }

    @Test
    void keepsOfAStatementWhatConcernsData() {
        assertThat(Statement.allow(List.of("*"), List.of("*"))
                        .onData()
                        .orElseThrow()
                        .actions())
                .containsExactly(
                        "item:Read",
                        "item:Write",
                        "item:Delete",
                        "item:List",
                        "stream:Read",
                        "stream:Write",
                        "function:Invoke",
                        "function:ReadLogs");
        assertThat(Statement.allow(List.of("tenant:*", "function:Deploy"), List.of("*"))
                        .onData())
                .isEmpty();
    }

    @Test
    void everyActionIsFoundByItsWireName() {
        for (Action action : Action.values()) {
            assertThat(Action.ofWireName(action.wireName())).contains(action);
        }
        assertThat(Action.ofWireName("item:read")).isEmpty();
    }
}
