package io.vireo.e2e.page;

import org.openqa.selenium.chrome.ChromeDriver;

/** A tenant's containers. */
public final class ContainersPage extends Screen {
    ContainersPage(ChromeDriver driver) {
        super(driver);
    }

    public ContainersPage create(String name) {
        click("container-new");
        type("name", name);
        click("name-confirm");
        awaitCell("containers-grid", name);
        return this;
    }
}
