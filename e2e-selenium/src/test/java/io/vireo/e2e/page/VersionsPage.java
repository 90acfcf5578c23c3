package io.vireo.e2e.page;

import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The versions of a function: one beside another, and one made the draft again. */
public final class VersionsPage extends Screen {
    VersionsPage(ChromeDriver driver) {
        super(driver);
    }

    /** Shows a version beside the live one, or beside the one before it; returns the text of both sides. */
    public String compare(int version) {
        click("compare-v" + version);
        find("version-compare");
        find(By.cssSelector("vr-diff .monaco-diff-editor .view-line"));
        return text("version-compare");
    }

    public VersionsPage back() {
        click("compare-back");
        return this;
    }

    /** Makes a version the draft; the console goes on to the code. */
    public EditorPage restore(int version, String function) {
        click("restore-v" + version);
        patiently("no button to confirm", () -> {
            var confirm = find(By.cssSelector("vaadin-confirm-dialog vaadin-button[slot='confirm-button']"));
            confirm.click();
            return confirm;
        });
        awaitAddress("/code?file=main.py");
        return EditorPage.shown(driver, function);
    }
}
