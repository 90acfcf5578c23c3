package io.vireo.e2e.page;

import java.nio.file.Path;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** What is in a container, and one record of it. */
public final class BrowserPage extends Screen {
    BrowserPage(ChromeDriver driver) {
        super(driver);
    }

    /** Puts a file of this machine into the folder that is shown. */
    public BrowserPage upload(Path file) {
        find("upload");
        WebElement input = patiently("no file input", () -> (WebElement)
                driver.executeScript("const visit = (root) => { for (const node of root.querySelectorAll('*')) {"
                        + " if (node.matches('input[type=file]')) return node;"
                        + " if (node.shadowRoot) { const found = visit(node.shadowRoot); if (found) return found; } }"
                        + " return null; }; return visit(document);"));
        input.sendKeys(file.toAbsolutePath().toString());
        awaitCell("items-grid", file.getFileName().toString());
        return this;
    }

    public BrowserPage open(String name) {
        patiently("cannot open " + name, () -> {
            WebElement link = find("items-grid").findElement(By.linkText(name));
            link.click();
            return link;
        });
        awaitText("record-name", name);
        return this;
    }

    public BrowserPage face(String face) {
        click("face-" + face);
        return this;
    }

    public BrowserPage addAttribute(String name, String value) {
        click("attribute-add");
        type("attribute-name", name);
        type("attribute-value", value);
        click("attribute-save");
        awaitCell("attributes-grid", name);
        return this;
    }

    public BrowserPage delete() {
        click("record-delete");
        return this;
    }

    public BrowserPage undo() {
        click("undo");
        return this;
    }
}
