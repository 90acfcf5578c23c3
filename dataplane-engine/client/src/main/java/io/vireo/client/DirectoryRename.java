package io.vireo.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** Moves what is below a directory, a page of items at a time, then the directories, the deepest first. What it has to do is what is still there, so it can be run again. */
final class DirectoryRename {
    private static final int PAGE_COUNT = 100;

    private final DataClient client;
    private final long container;
    private final String path;
    private final String target;
    private final BiConsumer<String, String> guard;
    private long moved;

    DirectoryRename(DataClient client, long container, String path, String target, BiConsumer<String, String> guard) {
        this.client = client;
        this.container = container;
        this.path = path;
        this.target = target;
        this.guard = guard;
    }

    CompletableFuture<Long> run() {
        if ((target + "/").startsWith(path + "/") || path.isEmpty()) {
            return CompletableFuture.failedFuture(new EngineException(
                    EngineStatus.INVALID, "directory cannot be moved below itself: field=target path=" + path));
        }
        return moveItems("")
                .thenCompose(_ -> directories("", new ArrayList<>()))
                .thenApply(_ -> moved);
    }

    private CompletableFuture<Void> moveItems(String marker) {
        return list(ListRequest.Directories.EXCLUDE, marker).thenCompose(page -> {
            List<CompletableFuture<Void>> moves =
                    page.entries().stream().map(entry -> move(entry.path())).toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new));
            return page.isLast() ? all : all.thenCompose(_ -> moveItems(page.nextMarker()));
        });
    }

    private CompletableFuture<Void> directories(String marker, List<String> known) {
        return list(ListRequest.Directories.ONLY, marker).thenCompose(page -> {
            page.entries().stream()
                    .filter(entry -> entry.state().kind() == ItemKind.DIRECTORY)
                    .forEach(entry -> known.add(entry.path()));
            if (!page.isLast()) {
                return directories(page.nextMarker(), known);
            }
            CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
            for (String directory : known.reversed()) {
                done = done.thenCompose(_ -> move(directory));
            }
            return done.thenCompose(_ -> move(path));
        });
    }

    /** A directory of which nothing is left, or that nobody made by name, is not there. */
    private CompletableFuture<ListPage> list(ListRequest.Directories directories, String marker) {
        ListRequest request =
                new ListRequest(container, path, marker, PAGE_COUNT, true, directories, "", Projection.NONE, 0, 0, "");
        return client.list(request)
                .exceptionallyCompose(failure -> Listing.isAbsence(failure)
                        ? CompletableFuture.completedFuture(new ListPage(List.of(), ""))
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Void> move(String from) {
        String to = target + from.substring(path.length());
        guard.accept(from, to);
        return client.rename(RenameRequest.of(container, from, to)).handle((_, failure) -> {
            if (failure == null) {
                moved();
            } else if (!isGone(failure)) {
                throw new CompletionException(failure);
            }
            return null;
        });
    }

    private synchronized void moved() {
        moved++;
    }

    /** Somebody was faster, or the directory is only a prefix. */
    private static boolean isGone(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof EngineException refusal && refusal.status() == EngineStatus.NOT_FOUND;
    }
}
