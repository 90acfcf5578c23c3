package io.vireo.e2e.page;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** What surrounds every page of a signed-in person. */
public final class Shell extends Screen {
    private Shell(ChromeDriver driver) {
        super(driver);
    }

    /** The shell of the person who is signed in. */
    public static Shell of(ChromeDriver driver, String console) {
        driver.get(console);
        return shown(driver);
    }

    static Shell shown(ChromeDriver driver) {
        Shell shell = new Shell(driver);
        shell.find("account");
        return shell;
    }

    /** Opens a page by its path, without the leading slash. */
    public Shell go(String console, String path) {
        driver.get(console + "/" + path);
        return this;
    }

    public TenantsPage tenants(String console) {
        go(console, "platform/tenants");
        return new TenantsPage(driver);
    }

    public ContainersPage containers(String console, String tenant) {
        go(console, "t/" + tenant + "/data");
        return new ContainersPage(driver);
    }

    public BrowserPage browser(String console, String tenant, String container) {
        go(console, "t/" + tenant + "/data/c/" + container);
        return new BrowserPage(driver);
    }

    public FunctionsPage functions(String console, String tenant) {
        go(console, "t/" + tenant + "/functions");
        return new FunctionsPage(driver);
    }

    public VersionsPage versions(String console, String tenant, String function) {
        go(console, "t/" + tenant + "/functions/" + function + "/versions");
        return new VersionsPage(driver);
    }

    public NodesPage nodes(String console) {
        go(console, "platform/nodes");
        return new NodesPage(driver);
    }

    /** Opens the palette by its keys, searches, and opens the first hit by Enter. */
    public void palette(String text) {
        find("palette-open"); // its keys are heard from here on
        control("k");
        WebElement field = find("palette-field").findElement(By.cssSelector("input"));
        field.sendKeys(text);
        patiently(
                "no hit for " + text,
                () -> find("palette-hits").findElements(By.cssSelector(".vr-hit .vr-match")).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
        field.sendKeys(Keys.ENTER);
    }

    /** Waits until the address of the page ends so. */
    public void awaitPage(String end) {
        awaitAddress(end);
    }

    /** Whether the pages are dark. */
    public Shell dark(boolean isDark) {
        driver.executeScript(
                "document.cookie = 'vireo-appearance=' + arguments[0] + '; path=/'", isDark ? "DARK" : "LIGHT");
        return this;
    }

    /** The title of the page that is shown. */
    public String title() {
        return find(By.tagName("h1")).getText();
    }
}
