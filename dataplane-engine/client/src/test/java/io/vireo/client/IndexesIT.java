package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.ListRange.KeyAttribute;
import io.vireo.client.QueryRequest.Comparison;
import io.vireo.client.QueryRequest.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secondary indexes of a real engine of two reactors. */
@Timeout(120)
class IndexesIT {
    private static final long CONTAINER = 7;
    private static final KeyAttribute CITY = new KeyAttribute("city", ListRange.KeyType.TEXT);
    private static final KeyAttribute AGE = new KeyAttribute("age", ListRange.KeyType.NUMBER);

    @TempDir
    static Path folder;

    private static EngineUnderTest engine;

    private DataClient client;
    private String table;

    @BeforeAll
    static void startEngine() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        client = engine.client(CONTAINER);
        table = "tables/" + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static EngineStatus refusalOf(CompletableFuture<?> future) {
        try {
            join(future);
            return EngineStatus.OK;
        } catch (CompletionException failed) {
            Throwable cause =
                    failed.getCause() instanceof CompletionException inner ? inner.getCause() : failed.getCause();
            return ((EngineException) cause).status();
        }
    }

    private void put(String name, Object... attributes) {
        SequencedMap<String, AttributeValue> map = new TreeMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(
                    (String) attributes[i],
                    attributes[i + 1] instanceof String text ? new Text(text) : new Int64((int) attributes[i + 1]));
        }
        join(client.put(PutRequest.attributes(CONTAINER, table + "/" + name, PutRequest.Mode.REPLACE, map)));
    }

    private void createAndAwait(IndexDefinition index) {
        join(client.createIndex(CONTAINER, table, index));
        await(() -> isActive(index.name()));
    }

    private boolean isActive(String name) {
        return join(client.indexes(CONTAINER, table)).all().stream()
                .anyMatch(each -> each.definition().name().equals(name) && each.state() == TableIndexes.State.ACTIVE);
    }

    private void awaitCaughtUp() {
        await(() -> join(client.indexes(CONTAINER, table)).behindBytes() == 0);
    }

    private QueryRequest query(String index, Range range) {
        return QueryRequest.of(CONTAINER, table, index, range);
    }

    private QueryRequest dynamo(String index, String condition) {
        SequencedMap<String, AttributeValue> values = new TreeMap<>();
        values.put(":c", new Text("London"));
        values.put(":a", new Int64(36));
        ListRange.Keys keys = new ListRange.Keys(condition, CITY, null);
        return new QueryRequest(
                CONTAINER,
                table,
                index,
                Range.of(keys),
                false,
                1,
                "",
                Projection.USER,
                new byte[0],
                false,
                0,
                0,
                ExpressionLanguage.dynamo(Map.of(), values));
    }

    private List<String> names(QueryRequest request) {
        List<String> names = new ArrayList<>();
        QueryPage page = join(client.query(request));
        page.rows().forEach(row -> names.add(row.name()));
        while (!page.isLast()) {
            page = join(client.query(request.after(page.marker())));
            page.rows().forEach(row -> names.add(row.name()));
        }
        return names;
    }

    @Test
    void findsRowsByAnotherAttributeForwardsAndBackwards() {
        put("ada", "city", "London", "age", 36);
        put("alan", "city", "London", "age", 41);
        put("grace", "city", "New York", "age", 85);
        put("nobody", "age", 5);
        put("odd", "city", 7, "age", 5);
        createAndAwait(IndexDefinition.global("by-city", CITY, AGE, Projection.USER));
        put("edsger", "city", "London", "age", -3);
        put("alan", "city", "Wilmslow", "age", 41);
        put("tim", "city", "London", "age", 100);
        awaitCaughtUp();

        Range london = Range.of(new Text("London"));
        assertThat(names(query("by-city", london))).containsExactly("edsger", "ada", "tim");
        assertThat(names(query("by-city", london).fromEnd())).containsExactly("tim", "ada", "edsger");
        assertThat(names(query("by-city", london).limitedTo(1))).containsExactly("edsger", "ada", "tim");
        assertThat(names(query("by-city", london).fromEnd().limitedTo(2))).containsExactly("tim", "ada", "edsger");
        assertThat(names(query(
                        "by-city", Range.of(new Text("London"), Comparison.BETWEEN, new Int64(-3), new Int64(36)))))
                .containsExactly("edsger", "ada");
        assertThat(names(query("by-city", Range.of(new Text("London"), Comparison.GREATER, new Int64(36)))))
                .containsExactly("tim");
        assertThat(names(query("by-city", Range.SCAN).limitedTo(2)))
                .containsExactlyInAnyOrder("edsger", "ada", "tim", "alan", "grace");
        assertThat(names(dynamo("by-city", "city = :c AND age <= :a"))).containsExactly("edsger", "ada");
        Item ada = join(client.query(query("by-city", Range.of(new Text("London"), Comparison.EQUAL, new Int64(36)))))
                .rows()
                .getFirst();
        assertThat(ada.path()).isEqualTo(table + "/ada");
        assertThat(ada.attributes()).containsOnlyKeys("age", "city");
        assertThat(ada.state().version()).isEqualTo(1);
    }

    @Test
    void readsLocalIndexesConsistently() {
        createAndAwait(IndexDefinition.local("by-age", AGE, Projection.NONE));

        for (int i = 0; i < 40; i++) {
            put("team." + i, "age", 100 - i, "city", "x");
            List<String> found =
                    names(query("by-age", Range.of(new Text("team"))).consistently());
            assertThat(found).hasSize(i + 1).startsWith("team." + i);
        }

        assertThat(join(client.query(query("by-age", Range.of(new Text("team")))))
                        .rows()
                        .getFirst()
                        .attributes())
                .containsOnlyKeys("age");
    }

    @Test
    void keepsNoEntryOfRowsThatWereDeletedOrHaveLostTheirKey() {
        createAndAwait(IndexDefinition.global("by-city", CITY, null, new Projection.Named(List.of("age"))));
        put("a.1", "city", "Rome", "age", 1, "other", 2);
        put("b", "city", "Rome");
        put("c", "city", "Rome");
        join(client.delete(DeleteRequest.of(CONTAINER, table + "/b")));
        put("c", "town", "Rome");
        join(client.rename(RenameRequest.of(CONTAINER, table + "/a.1", table + "/a.2")));
        awaitCaughtUp();

        QueryPage page = join(client.query(query("by-city", Range.of(new Text("Rome")))));
        assertThat(page.rows()).extracting(Item::name).containsExactly("a.2");
        assertThat(page.rows().getFirst().attributes()).containsOnlyKeys("age", "city");
    }

    @Test
    void isMadeAnewUnderTheNameOfOneThatWasDropped() {
        put("a", "city", "Rome", "age", 1);
        createAndAwait(IndexDefinition.global("by", CITY, null, Projection.NONE));

        join(client.dropIndex(CONTAINER, table, "by"));

        assertThat(refusalOf(client.query(query("by", Range.SCAN)))).isEqualTo(EngineStatus.NOT_FOUND);
        assertThat(refusalOf(client.dropIndex(CONTAINER, table, "by"))).isEqualTo(EngineStatus.NOT_FOUND);
        await(() -> join(client.indexes(CONTAINER, table)).all().isEmpty());
        assertThat(join(client.count(CountRequest.below(CONTAINER, ".index/" + table))
                        .exceptionally(_ -> 0L)))
                .isZero();
        createAndAwait(IndexDefinition.global("by", AGE, null, Projection.NONE));
        assertThat(names(query("by", Range.of(new Int64(1))))).containsExactly("a");
    }

    @Test
    void refusesWhatItsLimitsForbid() {
        IndexDefinition index = IndexDefinition.global("by-city", CITY, AGE, Projection.NONE);
        createAndAwait(index);

        assertThat(refusalOf(client.createIndex(CONTAINER, table, index))).isEqualTo(EngineStatus.EXISTS);
        assertThatThrownBy(() -> join(client.createIndex(
                        CONTAINER, table, IndexDefinition.global("a/b", CITY, AGE, Projection.NONE))))
                .hasMessageContaining("field=name");
        assertThatThrownBy(() -> join(
                        client.createIndex(CONTAINER, table, IndexDefinition.global("x", CITY, CITY, Projection.NONE))))
                .hasMessageContaining("field=sort");
        for (int i = 0; i < 19; i++) {
            join(client.createIndex(CONTAINER, table, IndexDefinition.global("g" + i, CITY, null, Projection.NONE)));
        }
        assertThatThrownBy(() -> join(client.createIndex(
                        CONTAINER, table, IndexDefinition.global("more", CITY, AGE, Projection.NONE))))
                .hasMessageContaining("too many global indexes")
                .hasMessageContaining("limit=20");
        assertThatThrownBy(() -> join(client.query(query("by-city", Range.of(new Int64(5))))))
                .hasMessageContaining("field=partition");
        assertThatThrownBy(() ->
                        join(client.query(query("by-city", Range.of(new Text("x"), Comparison.STARTS, new Int64(5))))))
                .hasMessageContaining("field=range");
        assertThat(refusalOf(
                        client.query(query("by-city", Range.of(new Text("x"))).consistently())))
                .isEqualTo(EngineStatus.INVALID);
        assertThatThrownBy(() ->
                        join(client.put(PutRequest.body(CONTAINER, ".index/" + table + "/.definition", new byte[1]))))
                .hasMessageContaining("field=path");
    }
}
