package io.vireo.e2e.page;

import org.openqa.selenium.By;
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
}
