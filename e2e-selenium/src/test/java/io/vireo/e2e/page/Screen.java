package io.vireo.e2e.page;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What every screen offers: elements by their test id, typing into Vaadin's fields, texts of grids. */
public class Screen {
    private static final Set<String> IMPACTS = Set.of("serious", "critical");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ChromeDriver driver;

    Screen(ChromeDriver driver) {
        this.driver = driver;
    }

    static By testId(String id) {
        return By.cssSelector("[data-testid='" + id + "']");
    }

    final WebElement find(String id) {
        return find(testId(id));
    }

    final WebElement find(By locator) {
        return patiently("no element " + locator, () -> {
            for (WebElement element : driver.findElements(locator)) {
                if (element.isDisplayed()) {
                    return element;
                }
            }
            return null;
        });
    }

    final void click(String id) {
        patiently("cannot click " + id, () -> {
            WebElement element = find(id);
            if (!element.isEnabled()) {
                return null;
            }
            element.click();
            return element;
        });
    }

    /** Replaces the text of a Vaadin field. */
    final void type(String id, String text) {
        WebElement field = find(id);
        WebElement input = field.findElement(By.cssSelector("input, textarea"));
        input.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        input.sendKeys(text);
        input.sendKeys(Keys.TAB);
    }

    /** Whether a button or field with this test id is on the page now. */
    public final boolean has(String id) {
        return driver.findElements(testId(id)).stream().anyMatch(WebElement::isDisplayed);
    }

    /** The visible text of the element with this test id, once there is some. */
    public final String text(String id) {
        return patiently("no text in " + id, () -> {
            String text = find(id).getText();
            return text.isBlank() ? null : text;
        });
    }

    /** Waits until the page shows the text anywhere in the element. */
    public final void awaitText(String id, String text) {
        patiently("no \"" + text + "\" in " + id, () -> find(id).getText().contains(text) ? text : null);
    }

    /** Waits until the grid's slotted cells hold the text. */
    public final void awaitCell(String grid, String text) {
        patiently(
                "no \"" + text + "\" in " + grid,
                () -> cells(grid).stream().anyMatch(cell -> cell.contains(text)) ? text : null);
    }

    /** Waits until no cell of the grid holds the text. */
    public final void awaitNoCell(String grid, String text) {
        patiently(
                "\"" + text + "\" stays in " + grid,
                () -> cells(grid).stream().noneMatch(cell -> cell.contains(text)) ? text : null);
    }

    /** Texts of the visible cells of a grid. */
    public final List<String> cells(String grid) {
        return driver.findElements(testId(grid)).stream()
                .flatMap(found -> found.findElements(By.cssSelector("vaadin-grid-cell-content")).stream())
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .toList();
    }

    /** Waits until the address of the page ends so. */
    final void awaitAddress(String end) {
        patiently("not at " + end, () -> driver.getCurrentUrl().endsWith(end) ? end : null);
    }

    /**
     * What axe-core finds on the page, once it has come to rest: of serious and critical impact, a line each.
     *
     * <p>Left out is what Monaco draws for its own measure; its text is read by screen readers through an input of its own.
     */
    public final List<String> seriousViolations() {
        return violations(new AxeBuilder());
    }

    /** The same of its colours alone: nothing else changes with the appearance. */
    public final List<String> contrastViolations() {
        return violations(new AxeBuilder().withRules(List.of("color-contrast")));
    }

    private List<String> violations(AxeBuilder axe) {
        patiently("the page does not come to rest", () -> (Boolean) driver.executeScript(
                "const busy = document.querySelector('vaadin-connection-indicator[loading], vaadin-grid[loading]');"
                        + "const code = document.querySelector('vr-monaco, vr-diff');"
                        + "return !busy && document.title !== '' && !!document.querySelector('h1')"
                        + " && (!code || !!code.querySelector('.view-line')) || null;"));
        return axe.exclude(List.of(".monaco-editor .view-lines")).analyze(driver).getViolations().stream()
                .filter(rule -> IMPACTS.contains(rule.getImpact()))
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + " at " + driver.getCurrentUrl() + ": " + node.getTarget() + " "
                                + node.getHtml()))
                .toList();
    }

    /** Presses keys with Control held, wherever the focus is. */
    public final void control(String keys) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys(keys)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    /** Text of the whole page. */
    public final String everything() {
        return driver.findElement(By.tagName("body")).getText();
    }

    final <T> T patiently(String complaint, Attempt<T> attempt) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> complaint + " at " + driver.getCurrentUrl())
                .ignoring(StaleElementReferenceException.class)
                .ignoring(org.openqa.selenium.ElementNotInteractableException.class)
                .ignoring(org.openqa.selenium.ElementClickInterceptedException.class)
                .until(_ -> attempt.run());
    }

    /** One look at the page: null means not yet. */
    interface Attempt<T> {
        @org.jspecify.annotations.Nullable T run();
    }
}
