package io.vireo.e2e.page;

import org.openqa.selenium.chrome.ChromeDriver;

/** The sign-in page. */
public final class SignInPage extends Screen {
    private SignInPage(ChromeDriver driver) {
        super(driver);
    }

    public static SignInPage open(ChromeDriver driver, String console) {
        driver.get(console + "/sign-in");
        return new SignInPage(driver);
    }

    public Shell signIn(String username, String password) {
        submit(username, password);
        return Shell.shown(driver);
    }

    /** Expects to be refused. */
    public String refusal(String username, String password) {
        submit(username, password);
        return text("sign-in-message");
    }

    private void submit(String username, String password) {
        type("sign-in-username", username);
        type("sign-in-password", password);
        click("sign-in-submit");
    }
}
