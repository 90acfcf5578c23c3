package io.vireo.invoker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.EngineUnavailableException;
import io.vireo.gateway.LogQuery;
import io.vireo.invoker.log.LogLine.Level;
import io.vireo.invoker.log.LogLine.Source;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FunctionLogTest {
    private final ManualScheduler thread = new ManualScheduler();
    private final MemoryStream stream = new MemoryStream();
    private final FunctionLog log = new FunctionLog("f", stream, thread, () -> 5L);
    private final RecordingReader reader = new RecordingReader();

    @Nested
    class Offer {

        @Test
        void makesTheStreamAndWritesRows() {
            log.offer(new LogLine(7, Level.WARN, Source.STDERR, "a \"b\"", "{\"n\":1}", "e1", 3, "0"));
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(stream.texts())
                    .containsExactly(
                            "{\"timeNs\":7,\"level\":\"warn\",\"source\":\"stderr\",\"message\":\"a \\\"b\\\"\","
                                    + "\"fields\":{\"n\":1},\"eventId\":\"e1\",\"version\":3,\"worker\":\"0\"}");
            assertThat(log.isWriting()).isFalse();
        }

        @Test
        void writesLinesThatComeTogetherTogether() {
            stream.exists = true;
            for (int i = 0; i < 100; i++) {
                log.offer(line("m" + i));
            }
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(stream.appends).isEqualTo(1);
            assertThat(stream.rows).hasSize(100);
        }

        @Test
        void keepsFieldsOfAStrangerInsideTheirRow() {
            log.offer(new LogLine(0, Level.INFO, Source.LOGGER, "m", "{}}\n{\"seq\":1", "", 1, "0"));
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(stream.texts().getFirst()).contains("\"fields\":{\"text\":\"{}}\\n{\\\"seq\\\":1\"}");
        }

        @Test
        void keepsLinesWhileTheEngineIsAwayAndWritesThemInOrder() {
            stream.exists = true;
            stream.failure = new EngineUnavailableException("gone");
            log.offer(line("first"));
            thread.advance(5_000);
            log.offer(line("second"));
            thread.advance(5_000);
            assertThat(stream.rows).isEmpty();

            stream.failure = null;
            thread.advance(1_000);

            assertThat(stream.texts().get(0)).contains("first");
            assertThat(stream.texts().get(1)).contains("second");
        }

        @Test
        void countsWhatIsOverTheBoundAndTellsIt() {
            stream.exists = true;
            stream.failure = new EngineUnavailableException("gone");
            for (int i = 0; i < FunctionLog.MAX_PENDING_LINES + 8; i++) {
                log.offer(line("m"));
            }
            thread.advance(5_000);

            stream.failure = null;
            thread.advance(60_000);

            assertThat(stream.texts())
                    .filteredOn(row -> row.contains("8 log lines dropped"))
                    .hasSize(1);
            assertThat(stream.rows).hasSize(FunctionLog.MAX_PENDING_LINES + 1);
        }

        @Test
        void isBoundedInBytes() {
            stream.failure = new EngineUnavailableException("gone");
            String kibibyte = "x".repeat(16 * 1024);
            for (int i = 0; i < 1_000; i++) {
                log.offer(line(kibibyte));
            }

            stream.failure = null;
            thread.advance(60_000);

            assertThat(stream.rows.size()).isLessThan(300);
            assertThat(stream.texts()).anyMatch(row -> row.contains("log lines dropped"));
        }

        @Test
        void takesOnlySoManyLinesInASecond() {
            stream.exists = true;
            for (int i = 0; i < FunctionLog.MAX_LINES_PER_SECOND + 5; i++) {
                log.offer(line("m"));
                if (i % 1_000 == 999) {
                    thread.advance(FunctionLog.BATCH_DELAY_MS);
                }
            }
            thread.advance(5_000);

            assertThat(stream.texts())
                    .filteredOn(row -> row.contains("5 log lines dropped"))
                    .hasSize(1);
        }

        @Test
        void countsRowsThatTheEngineRefuses() {
            stream.exists = true;
            stream.failure = new EngineException(EngineStatus.READ_ONLY, "disk full");
            log.offer(line("lost"));
            thread.advance(500);

            stream.failure = null;
            thread.advance(2_000);

            assertThat(stream.texts()).singleElement().asString().contains("1 log lines dropped");
        }
    }

    @Nested
    class Read {

        @Test
        void givesTheLastLinesThatMatch() {
            for (int i = 1; i <= 1_200; i++) {
                stream.add("{\"level\":\"info\",\"message\":\"m" + i + "\",\"version\":" + (i % 2 + 1) + "}");
            }
            stream.pageLength = 100;

            read(new LogQuery("f", -1, 3, false, "", "", 2));

            assertThat(reader.lines)
                    .containsExactly(
                            "{\"seq\":1195,\"level\":\"info\",\"message\":\"m1195\",\"version\":2}",
                            "{\"seq\":1197,\"level\":\"info\",\"message\":\"m1197\",\"version\":2}",
                            "{\"seq\":1199,\"level\":\"info\",\"message\":\"m1199\",\"version\":2}");
            assertThat(reader.end).isEqualTo("end");
        }

        @Test
        void looksAtEverythingForAFilterThatMatchesLittle() {
            stream.add("{\"level\":\"error\",\"message\":\"the NEEDLE\"}");
            for (int i = 0; i < 1_100; i++) {
                stream.add("{\"level\":\"error\",\"message\":\"hay\"}");
            }

            read(new LogQuery("f", -1, 10, false, "warn", "needle", 0));

            assertThat(reader.lines).singleElement().asString().startsWith("{\"seq\":1,");
        }

        @Test
        void givesTheLastLinesBeforeASequenceNumber() {
            for (int i = 1; i <= 300; i++) {
                stream.add("{\"level\":\"" + (i % 2 == 0 ? "warn" : "info") + "\",\"message\":\"m" + i + "\"}");
            }
            stream.pageLength = 100;

            read(new LogQuery("f", -1, 2, false, "warn", "", 0, 250));

            assertThat(reader.lines)
                    .containsExactly(
                            "{\"seq\":246,\"level\":\"warn\",\"message\":\"m246\"}",
                            "{\"seq\":248,\"level\":\"warn\",\"message\":\"m248\"}");
            assertThat(reader.end).isEqualTo("end");
        }

        @Test
        void isEmptyBeforeTheFirstLine() {
            stream.add("{\"message\":\"m1\"}");

            read(new LogQuery("f", -1, 10, false, "", "", 0, 1));

            assertThat(reader.lines).isEmpty();
            assertThat(reader.end).isEqualTo("end");
        }

        @Test
        void looksForTextInFieldsAndEventIds() {
            stream.add("{\"message\":\"one\",\"eventId\":\"7F3a\"}");
            stream.add("{\"message\":\"two\",\"fields\":{\"camera\":\"Cam07\",\"size\":12}}");
            stream.add("{\"message\":\"three\",\"worker\":\"7f3a\"}");

            read(new LogQuery("f", -1, 10, false, "", "7f3A", 0));
            read(new LogQuery("f", -1, 10, false, "", "camera=cam07", 0));
            read(new LogQuery("f", -1, 10, false, "", "size=12", 0));

            assertThat(reader.lines)
                    .hasSize(3)
                    .satisfiesExactly(
                            line -> assertThat(line).contains("one"),
                            line -> assertThat(line).contains("two"),
                            line -> assertThat(line).contains("two"));
        }

        @Test
        void goesOnAfterASequenceNumberUpToTheLimit() {
            for (int i = 1; i <= 10; i++) {
                stream.add("{\"message\":\"m" + i + "\"}");
            }

            read(new LogQuery("f", 4, 2, false, "", "", 0));

            assertThat(reader.lines)
                    .containsExactly("{\"seq\":5,\"message\":\"m5\"}", "{\"seq\":6,\"message\":\"m6\"}");
            assertThat(reader.end).isEqualTo("end");
        }

        @Test
        void isEmptyForAFunctionThatNeverLogged() {
            read(new LogQuery("f", -1, 10, false, "", "", 0));

            assertThat(reader.lines).isEmpty();
            assertThat(reader.end).isEqualTo("end");
        }

        @Test
        void saysSoWhenTheEngineIsAway() {
            stream.failure = new EngineUnavailableException("gone");

            read(new LogQuery("f", -1, 10, false, "", "", 0));

            assertThat(reader.end).startsWith("503 ");
        }

        @Test
        void refusesAFunctionThatIsNotThere() {
            start(new LogQuery("g", 0, 10, true, "", "", 0), false);

            assertThat(reader.end).isEqualTo("404 no such function: g");
        }
    }

    @Nested
    class Follow {

        @Test
        void givesWhatIsThereAndThenWhatComes() {
            stream.add("{\"message\":\"old\"}");
            read(new LogQuery("f", -1, 10, true, "", "", 0));

            log.offer(line("new"));
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(reader.lines).hasSize(2);
            assertThat(reader.lines.get(1)).startsWith("{\"seq\":2,").contains("\"message\":\"new\"");
            assertThat(reader.end).isEmpty();
        }

        @Test
        void beginsBeforeTheFirstLineIsWritten() {
            read(new LogQuery("f", -1, 10, true, "", "", 0));

            log.offer(line("first"));
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(reader.lines).singleElement().asString().startsWith("{\"seq\":1,");
        }

        @Test
        void filtersAtTheSource() {
            stream.exists = true;
            read(new LogQuery("f", 0, 10, true, "error", "", 0));

            log.offer(line("info"));
            log.offer(new LogLine(0, Level.ERROR, Source.LOGGER, "bad", "", "", 1, "0"));
            thread.advance(FunctionLog.BATCH_DELAY_MS);

            assertThat(reader.lines).singleElement().asString().contains("\"message\":\"bad\"");
        }

        @Test
        void missesNothingWhenTheReaderFallsBehind() {
            stream.exists = true;
            read(new LogQuery("f", 0, 10, true, "", "", 0));
            reader.writable = false;
            for (int i = 0; i < 2_000; i++) {
                log.offer(line("m" + i));
            }
            thread.advance(1_000);
            assertThat(reader.lines).isEmpty();

            reader.becomeWritable();
            log.offer(line("last"));
            thread.advance(1_000);

            assertThat(reader.lines).hasSize(2_001);
            assertThat(reader.lines.getLast()).startsWith("{\"seq\":2001,");
        }

        @Test
        void endsWithItsReader() {
            stream.exists = true;
            read(new LogQuery("f", 0, 10, true, "", "", 0));

            reader.cancel();
            thread.run();
            log.offer(line("unseen"));
            thread.advance(1_000);

            assertThat(reader.lines).isEmpty();
        }

        @Test
        void waitsForAnEngineThatIsAway() {
            stream.add("{\"message\":\"old\"}");
            stream.failure = new EngineUnavailableException("gone");
            read(new LogQuery("f", 0, 10, true, "", "", 0));
            stream.failure = null;

            thread.advance(1_000);

            assertThat(reader.lines).hasSize(1);
        }
    }

    private void read(LogQuery query) {
        start(query, true);
    }

    private void start(LogQuery query, boolean isKnown) {
        LogRow.Filter filter = new LogRow.Filter(query.level(), query.grep(), query.version());
        LogReader started = new LogReader(query, filter, reader, log, isKnown, thread);
        thread.execute(started::start);
        thread.run();
    }

    private static LogLine line(String message) {
        return new LogLine(0, Level.INFO, Source.STDOUT, message, "", "", 1, "0");
    }
}
