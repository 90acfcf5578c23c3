package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import io.vireo.cli.client.DataClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/**
 * Reads the changes of all partitions of a folder: those that there are, in the order of their times, or what comes for as long as somebody looks. Partitions
 * know no common order but that of the clock.
 */
final class ChangeTail {
    private static final int PAGE_COUNT = 100;
    private static final int WAIT_MS = 10_000;

    /** Stands for a position of a partition of which nothing was taken. */
    private static final String START = "-";

    /** A token lives for minutes; a tail lives longer. */
    private static final long TOKEN_NS = Duration.ofMinutes(1).toNanos();

    private final ApiClient api;
    private final String tenant;
    private final String folder;
    private final Options options;

    /**
     * What to read.
     *
     * @param from EARLIEST or LATEST, without positions
     * @param positions one for each partition, in their order; none: see {@code from}
     * @param images NONE, NEW, OLD or BOTH
     * @param limit changes at most, but for a tail
     */
    record Options(String from, List<String> positions, String images, int limit) {}

    /** Takes a change. */
    interface Printer {
        void print(JsonNode change);
    }

    ChangeTail(ApiClient api, String tenant, String folder, Options options) {
        this.api = api;
        this.tenant = tenant;
        this.folder = folder;
        this.options = options;
    }

    /** A partition being read. */
    private final class Reader {
        private final int partition;
        private DataClient data;
        private long sinceNs = System.nanoTime();
        private final Deque<JsonNode> ahead = new ArrayDeque<>();
        private String behindPage;
        private String behindTaken;
        private boolean isAtEnd;
        private int partitionCount;

        Reader(int partition, DataClient data) {
            this.partition = partition;
            this.data = data;
            String given = partition < options.positions.size() ? options.positions.get(partition) : START;
            this.behindPage = given.equals(START) ? "" : given;
            this.behindTaken = behindPage;
        }

        JsonNode page(int limit, int waitMs) {
            if (System.nanoTime() - sinceNs > TOKEN_NS) {
                data = DataClient.of(api, tenant);
                sinceNs = System.nanoTime();
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("Partition", partition);
            body.put("From", options.from);
            body.put("Images", options.images);
            body.put("Limit", limit);
            body.put("WaitMs", waitMs);
            if (!behindPage.isEmpty()) {
                body.put("Position", behindPage);
            }
            JsonNode page = data.operation(folder, "GetChanges", body);
            behindPage = page.path("NextPosition").asString("");
            return page;
        }

        /** The next change, if there is one. */
        Optional<JsonNode> next() {
            while (ahead.isEmpty() && !isAtEnd) {
                JsonNode page = page(PAGE_COUNT, 0);
                partitionCount = requireCount(page);
                isAtEnd = page.path("AtEnd").asBoolean();
                page.path("Changes").forEach(ahead::add);
            }
            return Optional.ofNullable(ahead.peek());
        }

        JsonNode take() {
            JsonNode change = ahead.remove();
            behindTaken = change.path("Position").asString("");
            return change;
        }

        /** To go on behind what was taken. */
        String position() {
            String position = ahead.isEmpty() ? behindPage : behindTaken;
            return position.isEmpty() ? START : position;
        }
    }

    /** Prints what there is; the positions behind it, one for each partition. */
    List<String> read(Printer printer) {
        DataClient data = DataClient.of(api, tenant);
        Reader first = new Reader(0, data);
        var _ = first.next();
        List<Reader> readers = new ArrayList<>(List.of(first));
        for (int partition = 1; partition < first.partitionCount; partition++) {
            readers.add(new Reader(partition, data));
        }
        for (int printed = 0; printed < options.limit; printed++) {
            Optional<Reader> earliest = readers.stream()
                    .filter(reader -> reader.next().isPresent())
                    .min(Comparator.comparing(reader -> time(reader.next().orElseThrow())));
            if (earliest.isEmpty()) {
                break;
            }
            printer.print(earliest.get().take());
        }
        return readers.stream().map(Reader::position).toList();
    }

    private int requireCount(JsonNode page) {
        int count = page.path("PartitionCount").asInt();
        if (!options.positions.isEmpty() && options.positions.size() != count) {
            throw new CommandException(
                    "a position for each of " + count + " partitions is needed: given=" + options.positions.size(),
                    "give --position as an earlier call printed it");
        }
        return count;
    }

    /** Prints what there is and what comes, until a partition cannot be read any more. */
    void follow(Printer printer) {
        DataClient data = DataClient.of(api, tenant);
        Reader first = new Reader(0, data);
        JsonNode page = first.page(1, 0);
        page.path("Changes").forEach(printer::print);
        int partitionCount = requireCount(page);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(readers);
            for (int partition = 0; partition < partitionCount; partition++) {
                Reader reader = partition == 0 ? first : new Reader(partition, data);
                ends.submit(() -> follow(reader, printer), null);
            }
            try {
                ends.take().get();
            } finally {
                readers.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandException refused
                    ? refused
                    : new CommandException("changes cannot be read: " + e.getCause(), "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Reader reader, Printer printer) {
        while (!Thread.currentThread().isInterrupted()) {
            JsonNode page = reader.page(PAGE_COUNT, WAIT_MS);
            synchronized (this) {
                page.path("Changes").forEach(printer::print);
            }
        }
    }

    /** One change as a line. */
    static String line(JsonNode change) {
        StringBuilder line = new StringBuilder(time(change).toString())
                .append(' ')
                .append(change.path("Kind").asString(""))
                .append(' ')
                .append(change.path("Path").asString(""));
        if (change.path("Version").asLong() > 0) {
            line.append(" version=").append(change.path("Version").asLong());
        }
        if (change.has("RecordCount")) {
            line.append(" records=").append(change.path("RecordCount").asLong());
        }
        return line.toString();
    }

    private static Instant time(JsonNode change) {
        return Instant.ofEpochSecond(
                change.path("TimeSec").asLong(), change.path("TimeNSec").asLong());
    }
}
