package io.vireo.e2e.page;

import java.time.Duration;
import java.time.Instant;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** A function's editor: code, deployment, test pane, live log. */
public final class EditorPage extends Screen {
    private EditorPage(ChromeDriver driver) {
        super(driver);
    }

    static EditorPage shown(ChromeDriver driver, String function) {
        EditorPage page = new EditorPage(driver);
        page.find("function-deploy");
        page.find(By.cssSelector(".monaco-editor .view-lines"));
        page.patiently(
                "not the page of " + function,
                () -> driver.getCurrentUrl().contains("/" + function + "/") ? function : null);
        return page;
    }

    public static EditorPage open(ChromeDriver driver, String console, String tenant, String function) {
        driver.get(console + "/t/" + tenant + "/functions/" + function + "/code");
        return shown(driver, function);
    }

    /** Types the code as a person would replace it; returns when the draft is saved. */
    public EditorPage write(String code) {
        WebElement editor = find(By.cssSelector(".monaco-editor"));
        new Actions(driver)
                .click(editor)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .perform();
        ((JavascriptExecutor) driver)
                .executeScript(
                        "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
                                + "document.activeElement.dispatchEvent(new ClipboardEvent('paste',"
                                + " {clipboardData: data, bubbles: true, cancelable: true}));",
                        code);
        awaitText("draft-state", "saved");
        return this;
    }

    /** Deploys the draft and waits for the outcome. */
    public EditorPage deploy() {
        startDeployment();
        patiently("the deployment does not end", () -> {
            String state = find("deployment").getDomAttribute("data-state");
            return "SERVING".equals(state) || "FAILED".equals(state) ? state : null;
        });
        return this;
    }

    private void startDeployment() {
        click("function-deploy");
        click("deploy-confirm");
    }

    /** SERVING or FAILED. */
    public String deploymentState() {
        String state = find("deployment").getDomAttribute("data-state");
        return state == null ? "" : state;
    }

    public EditorPage closeDeployment() {
        click("deploy-close");
        patiently("the dialog stays", () -> has("deploy-dialog") && has("deploy-close") ? null : true);
        return this;
    }

    /** Calls what is live from the test pane, and returns the body of the answer. */
    public String call(String body) {
        type("test-body", body);
        click("test-run");
        return text("test-response-body");
    }

    public String status() {
        return text("test-status");
    }

    public EditorPage openLog() {
        if (!has("log-filter")) {
            click("log-dock-strip");
        }
        find("log-filter");
        return this;
    }

    /** Asks the log's source for lines that hold the text. */
    public EditorPage filterLog(String text) {
        WebElement filter = find("log-filter");
        filter.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        filter.sendKeys(text);
        return this;
    }

    public EditorPage clearLogFilters() {
        click("log-clear");
        return this;
    }

    /** Waits until the lines of the log are these words and no others. */
    public EditorPage awaitLog(String text, String absent) {
        patiently("no log with " + text + " and without " + absent, () -> {
            String lines = find("log-lines").getText();
            return lines.contains(text) && !lines.contains(absent) ? lines : null;
        });
        return this;
    }

    /** The code as the editor shows it. */
    public String code() {
        return find(By.cssSelector(".monaco-editor .view-lines")).getText();
    }

    /** Waits for a line in the log dock; how long it took since the given moment. */
    public Duration awaitLogLine(String text, Instant since) {
        patiently("no log line " + text, () -> find("log-dock").getText().contains(text) ? text : null);
        return Duration.between(since, Instant.now());
    }
}
