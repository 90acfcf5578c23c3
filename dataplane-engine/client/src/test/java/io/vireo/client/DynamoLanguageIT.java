package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.AttributeValue.TextSet;
import io.vireo.client.AttributeValue.ValueList;
import io.vireo.client.AttributeValue.ValueMap;
import io.vireo.client.LegacyParameters.Action;
import io.vireo.client.LegacyParameters.Operator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Expressions of DynamoDB's language in requests, over real channels to an engine of two reactors. */
@Timeout(120)
class DynamoLanguageIT {
    private static final long CONTAINER = 7;
    private static final ListRange.KeyAttribute CUSTOMER =
            new ListRange.KeyAttribute("customer", ListRange.KeyType.TEXT);
    private static final ListRange.KeyAttribute DAY = new ListRange.KeyAttribute("ymd", ListRange.KeyType.TEXT);

    @TempDir
    private static Path folder;

    private static EngineUnderTest engine;
    private static DataClient client;
    private String path;

    @BeforeAll
    static void start() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
        client = engine.client(CONTAINER);
    }

    @AfterAll
    static void stop() {
        client.close();
        engine.close();
    }

    @BeforeEach
    void put(TestInfo test) {
        path = test.getTestMethod().orElseThrow().getName() + "/item";
        join(client.put(PutRequest.attributes(
                CONTAINER,
                path,
                PutRequest.Mode.REPLACE,
                values(
                        "n", new Int64(5),
                        "status", new Text("open"),
                        "tags", new TextSet(List.of("a", "b")),
                        "marks", new ValueList(List.of(new Int64(10), new Int64(20), new Int64(30))),
                        "address", new ValueMap(values("city", new Text("Rome"), "zip", new Text("00100")))))));
    }

    @Nested
    class Conditions {
        @Test
        void areOfEachKindOfRequest() {
            ExpressionLanguage language = ExpressionLanguage.dynamo(
                    Map.of("#s", "status"), values(":s", new Text("open"), ":n", new Int64(4)));
            String holds = "#s = :s AND n > :n AND size(tags) >= :n - 2";
            String holdsNot = "NOT (#s = :s) OR n < :n";

            assertThat(refusal(() ->
                            join(client.get(new GetRequest(CONTAINER, path, Projection.NONE, holds).in(language)))))
                    .hasMessageContaining("Syntax error"); // conditions have no arithmetic
            String plain = "#s = :s AND n > :n";
            assertThat(join(client.get(new GetRequest(CONTAINER, path, Projection.NONE, plain).in(language)))
                            .state()
                            .version())
                    .isEqualTo(1);
            PutRequest put = PutRequest.attributes(CONTAINER, path, PutRequest.Mode.MERGE, values("m", new Int64(1)))
                    .in(language);
            assertThat(join(client.put(put.onlyIf(plain))).version()).isEqualTo(2);
            assertThat(refusal(() -> join(client.put(put.onlyIf(holdsNot)))).status())
                    .isEqualTo(EngineStatus.CONDITION_FAILED);
            assertThat(refusal(() -> join(client.delete(new DeleteRequest(CONTAINER, path, holdsNot, 0).in(language))))
                            .status())
                    .isEqualTo(EngineStatus.CONDITION_FAILED);
            join(client.delete(new DeleteRequest(CONTAINER, path, plain, 0).in(language)));
            ExpressionLanguage nothing = ExpressionLanguage.DYNAMO;
            assertThat(join(client.put(put.onlyIf("attribute_not_exists(n)").in(nothing)))
                            .version())
                    .isEqualTo(1);
        }

        @Test
        void nameTheExpressionAndThePlaceOfAMistake() {
            GetRequest wrong =
                    new GetRequest(CONTAINER, path, Projection.USER, "n = = 5").in(ExpressionLanguage.DYNAMO);

            assertThat(refusal(() -> join(client.get(wrong))))
                    .hasMessageContaining("Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= = 5\"")
                    .returns(EngineStatus.INVALID, EngineException::status);
        }

        @Test
        void takeNoValueThatNoneOfThemUses() {
            ExpressionLanguage language =
                    ExpressionLanguage.dynamo(Map.of(), values(":n", new Int64(5), ":m", new Int64(6)));

            assertThat(refusal(() ->
                            join(client.get(new GetRequest(CONTAINER, path, Projection.USER, "n = :n").in(language)))))
                    .hasMessageContaining(
                            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:m}");
            GetRequest both = new GetRequest(CONTAINER, path, new Projection.Expression("#x"), "n = :n")
                    .in(ExpressionLanguage.dynamo(Map.of("#x", "status"), values(":n", new Int64(5))));
            assertThat(join(client.get(both)).attributes()).isEqualTo(values("status", new Text("open")));
        }

        @Test
        void ofTheNativeLanguageTakeNoValues() {
            GetRequest nativeCondition =
                    new GetRequest(CONTAINER, path, Projection.USER, "n == 5 and status == 'open'");

            assertThat(join(client.get(nativeCondition)).state().version()).isEqualTo(1);
            assertThat(refusal(() -> join(client.get(nativeCondition.in(ExpressionLanguage.DYNAMO)))))
                    .hasMessageContaining("Invalid ConditionExpression");
        }
    }

    @Nested
    class Updates {
        @Test
        void seeTheItemAsItWas() {
            ExpressionLanguage language = ExpressionLanguage.dynamo(
                    Map.of("#c", "city"),
                    values(":one", new Int64(1), ":t", new TextSet(List.of("b", "c")), ":o", new Text("Oslo")));
            UpdateRequest update = UpdateRequest.of(
                            CONTAINER, path, "SET n = n + :one, m = n, address.#c = :o REMOVE marks[1] ADD tags :t")
                    .in(language);

            join(client.update(update));

            SequencedMap<String, AttributeValue> after = attributes();
            assertThat(after.get("n")).isEqualTo(new Int64(6));
            assertThat(after.get("m")).isEqualTo(new Int64(5));
            assertThat(after.get("tags")).isEqualTo(new TextSet(List.of("a", "b", "c")));
            assertThat(after.get("marks")).isEqualTo(new ValueList(List.of(new Int64(10), new Int64(30))));
            assertThat(after.get("address"))
                    .isEqualTo(new ValueMap(values("city", new Text("Oslo"), "zip", new Text("00100"))));
        }

        @Test
        void areRefusedWhenTheyCannotBeDone() {
            UpdateRequest wrong = UpdateRequest.of(CONTAINER, path, "SET n = status + nothing")
                    .in(ExpressionLanguage.dynamo(Map.of(), new TreeMap<>()));

            assertThat(refusal(() -> join(client.update(wrong)))).hasMessageContaining("UpdateExpression");
            assertThat(attributes().get("n")).isEqualTo(new Int64(5));
        }

        @Test
        void runTheAlternateWhenTheConditionIsFalse() {
            ExpressionLanguage language = ExpressionLanguage.dynamo(Map.of(), values(":v", new Int64(1)));
            UpdateRequest update = new UpdateRequest(
                            CONTAINER, path, "SET a = :v", "SET b = :v", "n < :v", true, UpdateRequest.Mode.MERGE, 0)
                    .in(language);

            join(client.update(update));

            assertThat(attributes()).containsKey("b").doesNotContainKey("a");
        }
    }

    @Nested
    class Projections {
        @Test
        void showPartsOfAttributes() {
            GetRequest get = new GetRequest(
                            CONTAINER, path, new Projection.Expression("address.city, marks[2], marks[0], nothing"), "")
                    .in(ExpressionLanguage.DYNAMO);

            assertThat(join(client.get(get)).attributes())
                    .isEqualTo(values(
                            "address", new ValueMap(values("city", new Text("Rome"))),
                            "marks", new ValueList(List.of(new Int64(10), new Int64(30)))));
        }

        @Test
        void areRefusedWithTheirPlace() {
            GetRequest get = new GetRequest(CONTAINER, path, new Projection.Expression("a, a.b"), "");

            assertThat(refusal(() -> join(client.get(get.in(ExpressionLanguage.DYNAMO)))))
                    .hasMessageContaining("Invalid ProjectionExpression: Two document paths overlap");
            assertThat(refusal(() -> join(client.get(get)))).hasMessageContaining("field=projection");
        }
    }

    @Nested
    class Listings {
        private String table;

        @BeforeEach
        void fill(TestInfo test) {
            table = test.getTestMethod().orElseThrow().getName() + "/orders";
            for (String customer : List.of("ada", "bob", "cyd")) {
                for (int day = 1; day <= 9; day++) {
                    SequencedMap<String, AttributeValue> row = values(
                            "customer",
                            new Text(customer),
                            "ymd",
                            new Text("2026-0" + day),
                            "paid",
                            new Int64(day * 10));
                    String path = new TableKeys(table, CUSTOMER, DAY).path(row);
                    join(client.put(PutRequest.attributes(CONTAINER, path, PutRequest.Mode.REPLACE, row)));
                }
            }
        }

        @Test
        void ofAConditionOnKeysAreARangeOfRows() {
            ExpressionLanguage language = ExpressionLanguage.dynamo(
                    Map.of("#d", "ymd"),
                    values(":c", new Text("bob"), ":from", new Text("2026-03"), ":to", new Text("2026-06")));
            ListRequest query =
                    rows("customer = :c AND #d BETWEEN :from AND :to", 1).in(language);

            assertThat(days(query)).containsExactly("2026-03", "2026-04", "2026-05", "2026-06");
            assertThat(days(query.reversed())).containsExactly("2026-06", "2026-05", "2026-04", "2026-03");
        }

        @Test
        void joinAConditionOnKeysAFilterAndAProjection() {
            ExpressionLanguage language = ExpressionLanguage.dynamo(
                    Map.of("#d", "ymd"), values(":c", new Text("cyd"), ":min", new Int64(40), ":p", new Text("2026-")));
            ListRequest query = new ListRequest(
                            CONTAINER,
                            table,
                            "",
                            2,
                            false,
                            ListRequest.Directories.EXCLUDE,
                            "paid > :min",
                            new Projection.Expression("#d"),
                            0,
                            0,
                            "")
                    .within(new ListRange.Keys("customer = :c AND begins_with(#d, :p)", CUSTOMER, DAY))
                    .in(language);

            assertThat(days(query)).containsExactly("2026-05", "2026-06", "2026-07", "2026-08", "2026-09");
        }

        @Test
        void nameWhatIsWrongWithAConditionOnKeys() {
            ExpressionLanguage language =
                    ExpressionLanguage.dynamo(Map.of(), values(":c", new Text("ada"), ":n", new Int64(3)));

            assertThat(refusal(() -> join(
                            client.list(rows("customer = :c AND ymd > :n", 9).in(language)))))
                    .hasMessageContaining("Condition parameter type does not match schema type");
            assertThat(refusal(() -> join(
                            client.list(rows("customer = :c OR ymd = :n", 9).in(language)))))
                    .hasMessageContaining("Invalid operator used in KeyConditionExpression: OR");
            assertThat(refusal(() -> join(
                            client.list(rows("customer = :c AND paid = :n", 9).in(language)))))
                    .hasMessageContaining("Query condition missed key schema element: ymd");
            assertThat(refusal(() -> join(client.list(rows("customer == 'ada'", 9)))))
                    .hasMessageContaining("field=keyCondition");
        }

        private ListRequest rows(String condition, int limit) {
            return new ListRequest(
                            CONTAINER,
                            table,
                            "",
                            limit,
                            false,
                            ListRequest.Directories.EXCLUDE,
                            "",
                            Projection.USER,
                            0,
                            0,
                            "")
                    .within(new ListRange.Keys(condition, CUSTOMER, DAY));
        }
    }

    @Nested
    class Legacy {
        @Test
        void conditionsStandForAnExpression() {
            LegacyParameters expected = LegacyParameters.expected(List.of(
                    new LegacyParameters.Condition("n", Operator.GE, List.of(new Int64(5))),
                    new LegacyParameters.Condition("nothing", Operator.NULL, List.of())));
            DeleteRequest delete = new DeleteRequest(CONTAINER, path, "", 0);
            LegacyParameters wrong = LegacyParameters.expected(
                    List.of(new LegacyParameters.Condition("n", Operator.NE, List.of(new Int64(5)))));

            assertThat(refusal(() -> join(client.delete(delete.in(ExpressionLanguage.legacy(wrong)))))
                            .status())
                    .isEqualTo(EngineStatus.CONDITION_FAILED);
            assertThat(refusal(() -> join(client.delete(new DeleteRequest(CONTAINER, path, "attribute_exists(n)", 0)
                            .in(ExpressionLanguage.legacy(expected))))))
                    .hasMessageContaining("Can not use both expression and non-expression parameters");
            join(client.delete(delete.in(ExpressionLanguage.legacy(expected))));
        }

        @Test
        void updatesStandForAnExpression() {
            LegacyParameters updates = new LegacyParameters(
                    List.of(),
                    false,
                    List.of(),
                    false,
                    List.of(),
                    List.of(
                            new LegacyParameters.Update("n", Action.ADD, Optional.of(new Int64(2))),
                            new LegacyParameters.Update("status", Action.PUT, Optional.of(new Text("shut"))),
                            new LegacyParameters.Update("marks", Action.DELETE, Optional.empty())));

            join(client.update(UpdateRequest.of(CONTAINER, path, "").in(ExpressionLanguage.legacy(updates))));

            assertThat(attributes()).containsEntry("n", new Int64(7)).containsEntry("status", new Text("shut"));
            assertThat(attributes()).doesNotContainKey("marks");
        }
    }

    private SequencedMap<String, AttributeValue> attributes() {
        return join(client.get(GetRequest.of(CONTAINER, path, Projection.USER))).attributes();
    }

    private List<String> days(ListRequest query) {
        List<String> days = new ArrayList<>();
        ListRequest next = query;
        while (true) {
            ListPage page = join(client.list(next));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
            page.entries().forEach(row -> days.add(((Text) row.attributes().get("ymd")).value()));
            if (page.isLast()) {
                return days;
            }
            next = next.after(page.nextMarker());
        }
    }

    /** Names and values by turns. */
    private static SequencedMap<String, AttributeValue> values(Object... namesAndValues) {
        SequencedMap<String, AttributeValue> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
        }
        return values;
    }

    private static EngineException refusal(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(EngineException.class);
        return (EngineException) thrown.getCause();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
