package io.vireo.e2e.page;

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
}
