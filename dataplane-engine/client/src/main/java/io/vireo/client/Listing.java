package io.vireo.client;

import io.vireo.channel.Placement;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanKeyAttributeWriter;
import io.vireo.channel.message.RequestScanKeySchemaWriter;
import io.vireo.channel.message.RequestScanKeyType;
import io.vireo.channel.message.RequestScanWriter;
import io.vireo.channel.message.RequestWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A page of a listing: asks every reactor for one, and merges what they answer. A page that does not fit is asked for again, in
 * more room or with fewer entries.
 */
final class Listing {
    private static final int ROOM_LENGTH = 512 * 1024;
    private static final int MAX_ROOM_LENGTH = 2 * 1024 * 1024;
    private static final int ROOM_SLACK = 4096;

    /** Paths in the order of their bytes; in UTF-8 that is the order of code points, which chars alone do not give. */
    static final Comparator<String> BYTE_ORDER = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private final EngineLoop loop;

    Listing(EngineLoop loop) {
        this.loop = loop;
    }

    CompletableFuture<ListPage> list(ListRequest request) {
        int reactorCount = loop.reactorCount();
        if (reactorCount == 0) {
            return whenConnected().thenCompose(_ -> list(request));
        }
        if (reactorCount == 1) {
            return ask(request, 0);
        }
        return isOfOnePartition(request) ? askOwner(request) : askAll(request, reactorCount);
    }

    /** How many reactors there are is known once one of them has answered. */
    CompletableFuture<Boolean> whenConnected() {
        Call<Boolean> call = new Call<>(0, "", RequestWriter::setPing, (_, _) -> true);
        loop.execute(() -> loop.submit(call));
        return call.future();
    }

    /** Whether all that is asked for has one placement key. Directories lie where their own names put them, or nowhere. */
    private static boolean isOfOnePartition(ListRequest request) {
        return !request.recursive()
                && request.directories() == ListRequest.Directories.EXCLUDE
                && Placement.isKeyComplete(request.prefix());
    }

    private CompletableFuture<ListPage> askOwner(ListRequest request) {
        String path = request.directory().isEmpty() ? request.prefix() : request.directory() + "/" + request.prefix();
        int reactor = loop.reactorOf(request.container(), path);
        return ask(request, reactor).exceptionallyCompose(failure -> {
            // It has nothing of the directory; whether others have, they must say.
            return isAbsence(failure) ? askAll(request, loop.reactorCount()) : CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<ListPage> askAll(ListRequest request, int reactorCount) {
        List<CompletableFuture<ListPage>> answers = new ArrayList<>();
        for (int reactor = 0; reactor < reactorCount; reactor++) {
            answers.add(ask(request, reactor));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((_, _) -> mergeAnswers(answers, request.limit(), request.reverse()));
    }

    /** A reactor that has nothing of a directory says that there is none, which only all of them together know. */
    private static ListPage mergeAnswers(List<CompletableFuture<ListPage>> answers, int limit, boolean isReverse) {
        List<ListPage> pages = new ArrayList<>();
        Throwable absence = null;
        for (CompletableFuture<ListPage> answer : answers) {
            if (!answer.isCompletedExceptionally()) {
                pages.add(answer.join());
                continue;
            }
            Throwable failure = answer.exceptionNow();
            if (!isAbsence(failure)) {
                throw new CompletionException(failure);
            }
            boolean isKnownBetter =
                    absence instanceof EngineException refusal && refusal.status() == EngineStatus.WRONG_KIND;
            absence = isKnownBetter ? absence : failure;
        }
        if (pages.isEmpty() && absence != null) {
            throw new CompletionException(absence);
        }
        return merge(pages, limit, isReverse);
    }

    static boolean isAbsence(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof EngineException refusal
                && (refusal.status() == EngineStatus.NOT_FOUND || refusal.status() == EngineStatus.WRONG_KIND);
    }

    private CompletableFuture<ListPage> ask(ListRequest request, int reactor) {
        int room = request.projection().equals(Projection.NONE) ? Call.NO_ROOM : ROOM_LENGTH;
        return ask(request, request.limit(), reactor, room);
    }

    private CompletableFuture<ListPage> ask(ListRequest request, int limit, int reactor, int room) {
        Call<ListPage> call = new Call<>(
                        request.container(),
                        request.directory(),
                        writer -> {
                            ExpressionMessages.write(writer, "", request.language());
                            encode(writer.initList(), request, limit);
                        },
                        (reply, _) -> page(reply))
                .toReactor(reactor)
                .withRoom(room);
        loop.execute(() -> loop.submit(call));
        return call.future().exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof EngineException refusal && refusal.status() == EngineStatus.TOO_LARGE) {
                long needed = refusal.neededLength() + ROOM_SLACK;
                if (needed > room && needed <= MAX_ROOM_LENGTH) {
                    return ask(request, limit, reactor, (int) needed);
                }
                if (limit > 1) {
                    return ask(request, limit / 2, reactor, MAX_ROOM_LENGTH);
                }
            }
            return CompletableFuture.failedFuture(cause);
        });
    }

    private static void encode(RequestScanWriter scan, ListRequest request, int limit) {
        scan.limit(limit)
                .recursive(request.recursive())
                .attributes(projection(request.projection()))
                .directories(RequestScanDirectories.of(request.directories().ordinal()))
                .segment(request.segment())
                .segmentCount(request.segmentCount());
        if (!request.marker().isEmpty()) {
            scan.marker(request.marker());
        }
        if (!request.filter().isEmpty()) {
            scan.filter(request.filter());
        }
        if (!request.prefix().isEmpty()) {
            scan.prefix(request.prefix());
        }
        if (request.projection() instanceof Projection.Named(List<String> names)) {
            ValueMessages.write(scan.initNames(names.size()), names);
        }
        if (request.projection() instanceof Projection.Expression(String text)) {
            scan.projection(text);
        }
        scan.reverse(request.reverse()).byteLimit(request.byteLimit());
        switch (request.range()) {
            case ListRange.Whole _ -> {}
            case ListRange.Names(String from, boolean isFromExcluded, String to, boolean isToIncluded) ->
                scan.from(from).fromExclusive(isFromExcluded).to(to).toInclusive(isToIncluded);
            case ListRange.Keys keys -> encode(scan, keys);
        }
    }

    private static void encode(RequestScanWriter scan, ListRange.Keys keys) {
        scan.keyCondition(keys.condition());
        encode(scan.initKeySchema(), keys);
    }

    static void encode(RequestScanKeySchemaWriter schema, ListRange.Keys keys) {
        encode(schema.initPartition(), keys.partition());
        ListRange.KeyAttribute sort = keys.sort();
        if (sort != null) {
            encode(schema.initSort(), sort);
        }
    }

    static void encode(RequestScanKeyAttributeWriter target, ListRange.KeyAttribute key) {
        target.name(key.name()).type(RequestScanKeyType.of(key.type().ordinal()));
    }

    static RequestProjection projection(Projection projection) {
        return switch (projection) {
            case Projection.Fixed.NONE -> RequestProjection.NONE;
            case Projection.Fixed.USER -> RequestProjection.USER;
            case Projection.Fixed.ALL -> RequestProjection.ALL;
            case Projection.Named _ -> RequestProjection.NAMED;
            case Projection.Expression _ -> RequestProjection.EXPRESSION;
        };
    }

    private static ListPage page(ReplyReader reply) {
        StructListReader<EntryReader> entries = reply.listing().entries();
        List<Item> items = new ArrayList<>(entries.count());
        for (int i = 0; i < entries.count(); i++) {
            items.add(ValueMessages.readItem(entries.get(i)));
        }
        return new ListPage(items, reply.listing().nextMarker());
    }

    /** Entries of all pages in order, as far as every reactor has told; a prefix that several know comes once. */
    static ListPage merge(List<ListPage> pages, int limit, boolean isReverse) {
        Comparator<String> order = isReverse ? BYTE_ORDER.reversed() : BYTE_ORDER;
        String bound = pages.stream()
                .filter(page -> !page.isLast())
                .map(ListPage::nextMarker)
                .min(order)
                .orElse("");
        List<Item> all = new ArrayList<>();
        for (ListPage page : pages) {
            all.addAll(page.entries());
        }
        all.sort(Comparator.comparing(Item::path, order).thenComparing(Item::prefix));
        List<Item> merged = new ArrayList<>();
        for (Item entry : all) {
            boolean isKnown = !merged.isEmpty() && merged.getLast().path().equals(entry.path());
            if (isKnown && entry.prefix() && isDirectory(merged.getLast())) {
                continue;
            }
            if (!bound.isEmpty() && order.compare(entry.path(), bound) > 0) {
                return new ListPage(merged, bound);
            }
            if (merged.size() >= limit && !isKnown) {
                return new ListPage(merged, merged.getLast().path());
            }
            merged.add(entry);
        }
        return new ListPage(merged, bound);
    }

    private static boolean isDirectory(Item entry) {
        return entry.prefix()
                || entry.state().kind() == ItemKind.DIRECTORY
                || entry.state().kind() == ItemKind.STREAM;
    }
}
