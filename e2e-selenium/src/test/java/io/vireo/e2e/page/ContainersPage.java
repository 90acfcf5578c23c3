package io.vireo.e2e.page;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** A tenant's containers. */
public final class ContainersPage extends Screen {
    ContainersPage(ChromeDriver driver) {
        super(driver);
    }

    /** Makes a container; the console goes on to its browser. */
    public BrowserPage create(String name) {
        click("container-new");
        type("name", name);
        click("name-confirm");
        awaitAddress("/data/c/" + name);
        return new BrowserPage(driver);
    }

    /** Expects a name to be refused; what stands beside the field. */
    public String refusal(String name) {
        click("container-new");
        type("name", name);
        click("name-confirm");
        return patiently("no refusal of " + name, () -> {
            String error = find("name")
                    .findElement(By.cssSelector("[slot='error-message']"))
                    .getText();
            return error.isBlank() ? null : error;
        });
    }

    /** Opens the settings of a container. */
    public ContainersPage settings(String name) {
        click("container-settings-" + name);
        find("container-durability");
        return this;
    }

    /** Chooses to have writes acknowledged before they are on the disk, and saves that. */
    public ContainersPage acknowledgeAtOnce() {
        patiently("cannot choose", () -> {
            WebElement choice = find("container-durability")
                    .findElements(By.tagName("vaadin-radio-button"))
                    .getLast();
            choice.click();
            return choice;
        });
        click("container-save");
        return this;
    }
}
