package io.vireo.e2e.journey;

import io.vireo.e2e.platform.Browser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Keeps a screenshot of what the browser showed when a step failed. */
final class LastLook implements TestWatcher {
    private static @Nullable Browser browser;

    static void at(Browser watched) {
        browser = watched;
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Browser watched = browser;
        if (watched != null) {
            watched.screenshot("failed-" + context.getRequiredTestMethod().getName());
        }
    }
}
