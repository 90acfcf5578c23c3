package io.vireo.editor;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The draft of one function as one browser tab edits it. Saves at once, and never over somebody else's work: what others
 * saved in other files is merged in, the same file changed by both is a {@link Conflict} until the person decides.
 *
 * <p>Threads: one at a time, as the tab's requests are.
 */
public final class DraftSession {
    private static final int MAX_RACES = 5;

    private final FunctionService functions;
    private final UUID tenantId;
    private final String function;
    private FunctionDraft base; // as the server held it when this tab last read or wrote it
    private FunctionFiles mine;
    private FunctionConfiguration configuration;
    private @Nullable Conflict conflict;

    DraftSession(FunctionService functions, UUID tenantId, String function, FunctionDraft draft) {
        this.functions = functions;
        this.tenantId = tenantId;
        this.function = function;
        this.base = draft;
        this.mine = draft.files();
        this.configuration = draft.configuration();
    }

    /** What a save came to. */
    public sealed interface Outcome permits Saved, Conflict {}

    /**
     * Stored.
     *
     * @param changedByOthers paths whose text is now another than this tab showed
     */
    public record Saved(FunctionDraft draft, List<String> changedByOthers) implements Outcome {}

    /**
     * Not stored, because somebody changed the same files since.
     *
     * @param theirs the draft that the server holds
     * @param paths changed by both, in order
     */
    public record Conflict(FunctionDraft theirs, FunctionFiles mine, List<String> paths) implements Outcome {}

    /** The files as this tab shows them. */
    public FunctionFiles files() {
        return mine;
    }

    /** The configuration as this tab shows it. */
    public FunctionConfiguration configuration() {
        return configuration;
    }

    /** The conflict that waits for a decision. */
    public Optional<Conflict> conflict() {
        return Optional.ofNullable(conflict);
    }

    /** Stores a file's text. */
    public Outcome save(String path, String text) {
        return change(files -> files.with(path, text), configuration);
    }

    /** Stores the draft without a file. */
    public Outcome remove(String path) {
        return change(files -> files.without(path), configuration);
    }

    /** Stores the configuration. */
    public Outcome configure(FunctionConfiguration wanted) {
        return change(UnaryOperator.identity(), wanted);
    }

    /** Ends the conflict with this tab's text of the files in question, over theirs. */
    public Outcome keepMine() {
        Conflict open = conflict().orElseThrow();
        base = open.theirs();
        conflict = null;
        return store(open.mine(), configuration);
    }

    /** Ends the conflict with their draft; this tab's text of the files in question is given up. */
    public Saved takeTheirs() {
        Conflict open = conflict().orElseThrow();
        conflict = null;
        base = open.theirs();
        mine = base.files();
        configuration = base.configuration();
        return new Saved(base, open.paths());
    }

    private Outcome change(UnaryOperator<FunctionFiles> edit, FunctionConfiguration wanted) {
        mine = edit.apply(mine);
        configuration = wanted;
        if (conflict != null) {
            conflict = new Conflict(conflict.theirs(), edit.apply(conflict.mine()), conflict.paths());
            return conflict;
        }
        return store(mine, wanted);
    }

    private Outcome store(FunctionFiles wanted, FunctionConfiguration wantedConfiguration) {
        FunctionFiles shown = mine;
        FunctionFiles files = wanted;
        for (int race = 0; ; race++) {
            try {
                base = functions.saveDraft(tenantId, function, base.revision(), files, wantedConfiguration);
                mine = base.files();
                List<String> changed = differing(shown, mine).toList();
                return new Saved(base, changed);
            } catch (ControlPlaneException e) {
                if (e.errorCode() != ErrorCode.DRAFT_CHANGED || race == MAX_RACES) {
                    throw e;
                }
            }
            FunctionDraft theirs = functions.find(tenantId, function).draft();
            List<String> both = changedByBoth(base.files(), files, theirs.files());
            FunctionFiles merged = merge(base.files(), files, theirs.files());
            if (!both.isEmpty()) {
                conflict = new Conflict(theirs, merged, both);
                return conflict;
            }
            files = merged;
            base = theirs;
        }
    }

    private static List<String> changedByBoth(FunctionFiles base, FunctionFiles mine, FunctionFiles theirs) {
        return differing(base, mine)
                .filter(path -> !same(base, theirs, path) && !same(mine, theirs, path))
                .toList();
    }

    // Theirs, with every file that this tab changed as this tab has it.
    private static FunctionFiles merge(FunctionFiles base, FunctionFiles mine, FunctionFiles theirs) {
        FunctionFiles merged = theirs;
        for (String path : differing(base, mine).toList()) {
            Optional<String> text = mine.text(path);
            merged = text.isPresent() ? merged.with(path, text.get()) : merged.without(path);
        }
        return merged;
    }

    private static Stream<String> differing(FunctionFiles one, FunctionFiles other) {
        TreeSet<String> paths = new TreeSet<>(one.paths());
        paths.addAll(other.paths());
        return paths.stream().filter(path -> !same(one, other, path));
    }

    private static boolean same(FunctionFiles one, FunctionFiles other, String path) {
        return Arrays.equals(one.bytes(path).orElse(null), other.bytes(path).orElse(null));
    }
}
