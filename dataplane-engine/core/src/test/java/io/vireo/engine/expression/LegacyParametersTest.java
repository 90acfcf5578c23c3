package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.expression.KeyCondition.Sort;
import io.vireo.engine.expression.LegacyCondition.Operator;
import io.vireo.engine.expression.LegacyUpdate.Action;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyParametersTest {
    private static final Map<String, Value> ITEM =
            ValueNotation.parseMembers("n: 5, s: 'hello', ss: ss['a', 'b'], name: 'Ada'");

    private final DynamoExpressions expressions = new ExpressionCache().dynamo();

    @Nested
    class Conditions {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "n | EQ | [5.0] | true",
                    "n | NE | [5] | false",
                    "nothing | NE | [5] | true",
                    "n | LE | [5] | true",
                    "n | LT | [5] | false",
                    "n | GE | [5] | true",
                    "n | GT | ['4'] | false",
                    "name | NOT_NULL | [] | true",
                    "name | NULL | [] | false",
                    "nothing | NULL | [] | true",
                    "ss | CONTAINS | ['b'] | true",
                    "ss | NOT_CONTAINS | ['b'] | false",
                    "s | NOT_CONTAINS | ['b'] | true",
                    "nothing | NOT_CONTAINS | ['b'] | false",
                    "s | BEGINS_WITH | ['he'] | true",
                    "n | IN | [1, 5] | true",
                    "n | BETWEEN | [1, 5] | true",
                    "n | BETWEEN | [6, 7] | false",
                })
        void meanWhatTheirExpressionsDo(String attribute, Operator operator, String values, boolean expected) {
            LegacyCondition condition = new LegacyCondition(attribute, operator, encoded(values));

            assertThat(expressions.legacyCondition(List.of(condition), false).holds(ITEM::get))
                    .isEqualTo(expected);
        }

        @Test
        void areJoinedByAndOrOr() {
            LegacyCondition yes = new LegacyCondition("n", Operator.EQ, encoded("[5]"));
            LegacyCondition no = new LegacyCondition("n", Operator.NULL, List.of());

            assertThat(expressions.legacyCondition(List.of(yes, no), false).holds(ITEM::get))
                    .isFalse();
            assertThat(expressions.legacyCondition(List.of(yes, no), true).holds(ITEM::get))
                    .isTrue();
            assertThat(expressions.legacyCondition(List.of(), false).holds(ITEM::get))
                    .isTrue();
        }

        @Test
        void areRefusedWithAnotherNumberOfValues() {
            assertThatThrownBy(() -> new LegacyCondition("n", Operator.BETWEEN, encoded("[1]")))
                    .hasMessage(
                            "One or more parameter values were invalid: Invalid number of argument(s) for the BETWEEN"
                                    + " ComparisonOperator");
        }
    }

    @Nested
    class KeyConditions {
        @Test
        void becomeAPartitionKeyAndAPartOfTheSortKeys() {
            KeyCondition condition = expressions.legacyKeyCondition(
                    List.of(
                            new LegacyCondition("s", Operator.BETWEEN, encoded("[1, 2]")),
                            new LegacyCondition("p", Operator.EQ, encoded("['k']"))),
                    "p",
                    "s");

            assertThat(condition.partition()).isEqualTo(new Value.Text("k"));
            assertThat(condition.sort()).isEqualTo(Sort.BETWEEN);
            assertThat(condition.operands()).containsExactly(new Value.Int64(1), new Value.Int64(2));
        }

        @Test
        void areRefusedWithoutAny() {
            assertThatThrownBy(() -> expressions.legacyKeyCondition(List.of(), "p", "s"))
                    .hasMessage("Conditions can be of length 1 or 2 only");
        }
    }

    @Nested
    class Updates {
        @Test
        void setAddAndRemove() {
            Attributes.Draft draft = ExpressionCases.draftOf(ITEM);

            expressions
                    .legacyUpdate(List.of(
                            new LegacyUpdate(
                                    "name", Action.PUT, encoded("['Grace']").getFirst()),
                            new LegacyUpdate("n", Action.ADD, encoded("[2]").getFirst()),
                            new LegacyUpdate(
                                    "ss", Action.DELETE, encoded("[ss['a']]").getFirst()),
                            new LegacyUpdate("s", Action.DELETE, null)))
                    .apply(draft, _ -> null);

            Attributes expected = ExpressionCases.draftOf(
                            ValueNotation.parseMembers("n: 7, ss: ss['b'], name: 'Grace'"))
                    .build();
            assertThat(draft.build().encoded()).isEqualTo(expected.encoded());
        }

        @Test
        void changeNothingWhenThereAreNone() {
            Attributes.Draft draft = ExpressionCases.draftOf(ITEM);
            byte[] before = draft.build().encoded();

            expressions.legacyUpdate(List.of()).apply(draft, _ -> null);

            assertThat(Arrays.equals(draft.build().encoded(), before)).isTrue();
        }
    }

    private static List<byte[]> encoded(String list) {
        return ((Value.ValueList) ValueNotation.parse(list))
                .values().stream().map(ValueCodec::encode).toList();
    }
}
