package io.vireo.e2e.page;

import org.openqa.selenium.chrome.ChromeDriver;

/** The one-time link: makes the first administrator. */
public final class WelcomePage extends Screen {
    private WelcomePage(ChromeDriver driver) {
        super(driver);
    }

    public static WelcomePage open(ChromeDriver driver, String link) {
        driver.get(link);
        return new WelcomePage(driver);
    }

    public Shell create(String username, String password) {
        type("welcome-username", username);
        type("welcome-password", password);
        type("welcome-password-again", password);
        click("welcome-create");
        return Shell.shown(driver);
    }
}
