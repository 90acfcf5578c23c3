package io.vireo.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.editor.DraftSession.Conflict;
import io.vireo.editor.DraftSession.Saved;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DraftSessionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:20:00Z");

    private final Store store = new Store(Map.of("main.py", "one", "lib.py", "lib"));
    private final DraftSession mine = store.open();

    @Test
    void storesWhatWasTyped() {
        assertThat(mine.save("main.py", "two")).isInstanceOf(Saved.class);

        assertThat(store.text("main.py")).isEqualTo("two");
    }

    @Test
    void storesAgainAndAgainWithoutReadingBetween() {
        mine.save("main.py", "two");
        mine.save("main.py", "three");
        mine.remove("lib.py");

        assertThat(store.text("main.py")).isEqualTo("three");
        assertThat(store.draft.files().contains("lib.py")).isFalse();
    }

    @Test
    void passesOnWhatTheServiceRefuses() {
        assertThatThrownBy(() -> mine.save("../main.py", "")).isInstanceOf(ControlPlaneException.class);

        assertThat(store.text("main.py")).isEqualTo("one");
    }

    @Nested
    class WhenSomebodyElseSaved {
        @Test
        void anotherFileBothAreKept() {
            store.open().save("lib.py", "theirs");

            Saved saved = (Saved) mine.save("main.py", "mine");

            assertThat(store.text("main.py")).isEqualTo("mine");
            assertThat(store.text("lib.py")).isEqualTo("theirs");
            assertThat(saved.changedByOthers()).containsExactly("lib.py");
        }

        @Test
        void theSameFileNothingIsOverwritten() {
            store.open().save("main.py", "theirs");

            Conflict conflict = (Conflict) mine.save("main.py", "mine");

            assertThat(conflict.paths()).containsExactly("main.py");
            assertThat(store.text("main.py")).isEqualTo("theirs");
            assertThat(mine.files().text("main.py")).contains("mine");
        }

        @Test
        void theSameTextThereIsNoConflict() {
            store.open().save("main.py", "same");

            assertThat(mine.save("main.py", "same")).isInstanceOf(Saved.class);
        }

        @Test
        void keepMineStoresWhatWasTypedMeanwhileToo() {
            store.open().save("main.py", "theirs");
            mine.save("main.py", "mine");
            assertThat(mine.save("main.py", "mine, later")).isInstanceOf(Conflict.class);

            assertThat(mine.keepMine()).isInstanceOf(Saved.class);

            assertThat(store.text("main.py")).isEqualTo("mine, later");
            assertThat(mine.conflict()).isEmpty();
        }

        @Test
        void takeTheirsShowsTheirText() {
            store.open().save("main.py", "theirs");
            mine.save("main.py", "mine");

            Saved saved = mine.takeTheirs();

            assertThat(saved.changedByOthers()).containsExactly("main.py");
            assertThat(mine.files().text("main.py")).contains("theirs");
            assertThat(store.text("main.py")).isEqualTo("theirs");
        }
    }

    /** Keeps one draft as the control plane does: a save on an old revision is refused. */
    private static final class Store {
        private FunctionDraft draft;

        Store(Map<String, String> texts) {
            draft = new FunctionDraft(1, FunctionFiles.ofText(texts), FunctionConfiguration.DEFAULT, NOW, "ops");
        }

        DraftSession open() {
            return new DraftSession(service(), new UUID(0, 1), "hello", draft);
        }

        String text(String path) {
            return draft.files().text(path).orElseThrow();
        }

        private FunctionService service() {
            return (FunctionService) Proxy.newProxyInstance(
                    FunctionService.class.getClassLoader(),
                    new Class<?>[] {FunctionService.class},
                    (_, method, arguments) -> {
                        return switch (method.getName()) {
                            case "find" -> new FunctionDetail(summary(), draft, null);
                            case "saveDraft" ->
                                save((Long) arguments[2], (FunctionFiles) arguments[3], (FunctionConfiguration)
                                        arguments[4]);
                            default -> throw new UnsupportedOperationException(method.getName());
                        };
                    });
        }

        private FunctionDraft save(long baseRevision, FunctionFiles files, FunctionConfiguration configuration) {
            if (baseRevision != draft.revision()) {
                throw new ControlPlaneException(ErrorCode.DRAFT_CHANGED, "somebody saved the draft");
            }
            draft = new FunctionDraft(baseRevision + 1, files, configuration, NOW, "lee");
            return draft;
        }

        private static FunctionSummary summary() {
            return new FunctionSummary(
                    new UUID(0, 2),
                    new UUID(0, 1),
                    "hello",
                    "python",
                    FunctionState.NOT_DEPLOYED,
                    "",
                    null,
                    null,
                    true,
                    0,
                    0,
                    NOW,
                    NOW,
                    "ops");
        }
    }
}
