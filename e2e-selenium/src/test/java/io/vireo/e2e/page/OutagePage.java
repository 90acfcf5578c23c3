package io.vireo.e2e.page;

import org.openqa.selenium.chrome.ChromeDriver;

/** What any page is while the database does not answer. */
public final class OutagePage extends Screen {
    private OutagePage(ChromeDriver driver) {
        super(driver);
    }

    public static OutagePage open(ChromeDriver driver, String console) {
        driver.get(console);
        return new OutagePage(driver);
    }

    public String text() {
        return text("database-down");
    }
}
