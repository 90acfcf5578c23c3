package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.RequestExpressionsLanguage;
import io.vireo.channel.message.RequestExpressionsLegacyConditionOperator;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateAction;
import io.vireo.channel.message.RequestExpressionsWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanWriter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.InvalidRequestException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What requests say of their expressions and of the part of a listing that they want, and what is wrong with it. */
class RequestExpressionsTest {
    private final Harness harness = new Harness(new SimulatedDisk());

    private void put() {
        harness.write(request -> {
            var attributes = request.path("a").initPut().initAttributes(1);
            attributes.get(0).name("n").initValue().integer(5);
        });
    }

    /** Deletes under a condition; what becomes of it. */
    private Status delete(String condition, Consumer<RequestExpressionsWriter> expressions) {
        return harness.write(request -> {
                    request.path("a").condition(condition);
                    expressions.accept(request.initExpressions());
                    request.initDelete();
                })
                .status();
    }

    private void assertRefused(String message, Consumer<RequestWriter> request) {
        assertThatThrownBy(() -> harness.write(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    private void assertListingRefused(String message, Consumer<RequestScanWriter> scan) {
        assertThatThrownBy(() -> harness.list(harness.request(
                        request -> scan.accept(request.path("").initList().limit(10)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Nested
    class Languages {
        @Test
        void areTheRequestsOwn() {
            put();

            assertThat(delete("n < :n", expressions -> {
                        expressions.language(RequestExpressionsLanguage.DYNAMO);
                        expressions.initValues(1).get(0).name(":n").initValue().integer(5);
                    }))
                    .isEqualTo(Status.CONDITION_FAILED);
            assertThat(delete("n == 5", expressions -> expressions.language(RequestExpressionsLanguage.NATIVE)))
                    .isEqualTo(Status.OK);
        }

        @Test
        void ofWhichNoneIsGivenAreTheNativeOne() {
            put();

            assertThat(delete("n == 5", _ -> {})).isEqualTo(Status.OK);
        }

        @Test
        void bringNothingWhenTheyAreNative() {
            put();

            assertRefused("field=expressions", request -> {
                request.path("a").condition("n == 5");
                request.initExpressions().initNames(1).get(0).placeholder("#n").name("n");
                request.initDelete();
            });
        }
    }

    @Nested
    class NamesAndValues {
        @Test
        void areGivenOnce() {
            put();

            assertRefused("name is given twice: field=expressions.names placeholder=#n", request -> {
                var names = dynamo(request, "#n = :v").initNames(2);
                names.get(0).placeholder("#n").name("n");
                names.get(1).placeholder("#n").name("m");
                request.initDelete();
            });
            assertRefused("value is given twice: field=expressions.values name=:v", request -> {
                var values = dynamo(request, "n = :v").initValues(2);
                values.get(0).name(":v").initValue().integer(1);
                values.get(1).name(":v").initValue().integer(2);
                request.initDelete();
            });
        }

        @Test
        void areAllUsed() {
            put();

            assertRefused("unused in expressions: keys: {#x}", request -> {
                dynamo(request, "attribute_exists(n)")
                        .initNames(1)
                        .get(0)
                        .placeholder("#x")
                        .name("n");
                request.initDelete();
            });
        }
    }

    @Nested
    class Legacy {
        @Test
        void conditionsTakeThePlaceOfTheCondition() {
            put();

            assertThat(delete("", expressions -> legacy(expressions, RequestExpressionsLegacyConditionOperator.NE)))
                    .isEqualTo(Status.CONDITION_FAILED);
            assertRefused("Can not use both expression and non-expression parameters", request -> {
                request.path("a").condition("attribute_exists(n)");
                legacy(request.initExpressions(), RequestExpressionsLegacyConditionOperator.EQ);
                request.initDelete();
            });
            assertThat(delete("", expressions -> legacy(expressions, RequestExpressionsLegacyConditionOperator.EQ)))
                    .isEqualTo(Status.OK);
        }

        @Test
        void updatesNeedAValueUnlessTheyRemove() {
            put();

            assertRefused("Only DELETE action is allowed when no attribute value is specified", request -> {
                var update = dynamo(request, "").initUpdates(1).get(0);
                update.attribute("n").action(RequestExpressionsLegacyUpdateAction.PUT);
                request.initUpdate();
            });
        }

        private void legacy(RequestExpressionsWriter expressions, RequestExpressionsLegacyConditionOperator operator) {
            var condition = expressions
                    .language(RequestExpressionsLanguage.DYNAMO)
                    .initConditions(1)
                    .get(0);
            condition.attribute("n").operator(operator).initValues(1).get(0).integer(5);
        }
    }

    @Nested
    class Listings {
        @Test
        void areReversedWithoutDirectoriesOfOneLevel() {
            assertListingRefused("field=reverse", scan -> scan.reverse(true));
            assertListingRefused("field=reverse", scan -> scan.reverse(true).directories(RequestScanDirectories.ONLY));
        }

        @Test
        void haveBoundsThatAreNoLongerThanAPath() {
            assertListingRefused("field=to length=4097 limit=4096", scan -> scan.to("x".repeat(4_097)));
        }

        @Test
        void haveAConditionOnKeysInDynamosLanguageAlone() {
            assertListingRefused("field=keyCondition", scan -> scan.keyCondition("k == 5"));
        }

        @Test
        void areProjectedByAnExpressionInDynamosLanguageAlone() {
            assertListingRefused("field=projection", scan -> scan.attributes(RequestProjection.EXPRESSION)
                    .projection("n"));
        }

        @Test
        void ofAConditionOnKeysNeedTheSchemaAndRowsAlone() {
            assertThatThrownBy(() -> harness.list(keyCondition(_ -> {}))).hasMessageContaining("field=keySchema");
            assertThatThrownBy(() -> harness.list(keyCondition(
                            scan -> scan.initKeySchema().initPartition().name("k"))))
                    .hasMessageContaining("field=recursive,directories");
            assertThatThrownBy(() -> harness.list(keyCondition(scan -> {
                        scan.directories(RequestScanDirectories.EXCLUDE).from("a");
                        scan.initKeySchema().initPartition().name("k");
                    })))
                    .hasMessageContaining("field=from,to");
        }

        private RequestReader keyCondition(Consumer<RequestScanWriter> more) {
            return harness.request(request -> {
                dynamo(request, "").initValues(1).get(0).name(":k").initValue().text("v");
                more.accept(request.path("t").initList().limit(10).keyCondition("k = :k"));
            });
        }
    }

    private static RequestExpressionsWriter dynamo(RequestWriter request, String condition) {
        return request.path("a").condition(condition).initExpressions().language(RequestExpressionsLanguage.DYNAMO);
    }
}
