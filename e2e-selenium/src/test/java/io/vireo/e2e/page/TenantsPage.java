package io.vireo.e2e.page;

import org.openqa.selenium.chrome.ChromeDriver;

/** The platform's tenants. */
public final class TenantsPage extends Screen {
    TenantsPage(ChromeDriver driver) {
        super(driver);
    }

    /** Makes a tenant; the console goes on to its home. */
    public void create(String name) {
        click("tenant-new");
        type("name", name);
        click("name-confirm");
        awaitAddress("/t/" + name);
    }
}
