package io.vireo.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compared with an evaluator that is too simple to be wrong: recursive matching, statements in order, no compiling. */
class PolicyPropertiesTest {
    @Property(tries = 20_000)
    void globMatchesAsTheDefinitionSays(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(Glob.compile(pattern).matches(text)).isEqualTo(definitionMatches(pattern, text));
    }

    @Property(tries = 5_000)
    void decidesAsTheNaiveEvaluator(
            @ForAll("policies") List<Statement> statements, @ForAll Action action, @ForAll("texts") String resource) {
        Decision decision = CompiledPolicy.of(statements).decide(action, resource);

        assertThat(decision).isEqualTo(naiveDecision(statements, action, resource));
    }

    @Property(tries = 2_000)
    void neverAllowsMoreWhenAStatementDenies(
            @ForAll("policies") List<Statement> statements, @ForAll Action action, @ForAll("texts") String resource) {
        List<Statement> denied = new java.util.ArrayList<>(statements);
        denied.add(Statement.deny(List.of(action.wireName()), List.of("*")));

        assertThat(CompiledPolicy.of(denied).allows(action, resource)).isFalse();
    }

    @Property(tries = 5_000)
    void narrowsToWhatBothAllowAndNeverBeyond(
            @ForAll("policies") List<Statement> held,
            @ForAll("policies") List<Statement> wanted,
            @ForAll Action action,
            @ForAll("texts") String resource) {
        CompiledPolicy holder = CompiledPolicy.of(held);

        boolean narrowed = CompiledPolicy.of(holder.narrowedTo(wanted)).allows(action, resource);

        if (narrowed) {
            assertThat(holder.allows(action, resource)).isTrue();
            assertThat(CompiledPolicy.of(wanted).allows(action, resource)).isTrue();
        }
    }

    @Property(tries = 5_000)
    void coversNothingThatItWouldNotAllow(
            @ForAll("policies") List<Statement> held,
            @ForAll("policies") List<Statement> wanted,
            @ForAll Action action,
            @ForAll("texts") String resource) {
        CompiledPolicy allowances =
                CompiledPolicy.of(held.stream().filter(Statement::allow).toList());

        for (Statement statement : wanted) {
            if (statement.allow()
                    && allowances.covers(statement)
                    && CompiledPolicy.of(List.of(statement)).allows(action, resource)) {
                assertThat(allowances.allows(action, resource)).isTrue();
            }
        }
    }

    private static Decision naiveDecision(List<Statement> statements, Action action, String resource) {
        for (boolean allow : new boolean[] {false, true}) {
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                if (statement.allow() == allow
                        && statement.actions().stream().anyMatch(p -> definitionMatches(p, action.wireName()))
                        && statement.resources().stream().anyMatch(p -> definitionMatches(p, resource))) {
                    return new Decision(allow, i, statement);
                }
            }
        }
        return Decision.DEFAULT_DENIAL;
    }

    private static boolean definitionMatches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return definitionMatches(pattern.substring(1), text)
                    || (!text.isEmpty() && definitionMatches(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && pattern.charAt(0) == text.charAt(0)
                && definitionMatches(pattern.substring(1), text.substring(1));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', '/', '*').ofMaxLength(10);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings()
                .withChars('a', 'b', '/', '*')
                .ofMinLength(1)
                .ofMaxLength(7);
    }

    @Provide
    Arbitrary<List<Statement>> policies() {
        Arbitrary<List<String>> actions = Arbitraries.of("*", "item:*", "item:Read", "*:Read", "function:*s", "no:Such")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<List<String>> resources = patterns().list().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(true, false), actions, resources)
                .as(Statement::new)
                .list()
                .ofMaxSize(6);
    }
}
