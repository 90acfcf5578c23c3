package io.vireo.e2e.page;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** A tenant's functions. */
public final class FunctionsPage extends Screen {
    FunctionsPage(ChromeDriver driver) {
        super(driver);
    }

    /** Makes a function from the template of this title, and opens its editor. */
    public EditorPage create(String name, String template) {
        click("function-new");
        type("function-name", name);
        WebElement select = find("function-template");
        select.click();
        patiently("no template " + template, () -> {
            for (WebElement item : driver.findElements(By.cssSelector("vaadin-select-item"))) {
                if (item.isDisplayed() && item.getText().contains(template)) {
                    item.click();
                    return item;
                }
            }
            return null;
        });
        click("function-create");
        return EditorPage.shown(driver, name);
    }

    /** Closes whatever dialog is open. */
    public void escape() {
        driver.findElement(By.tagName("body")).sendKeys(Keys.ESCAPE);
    }
}
