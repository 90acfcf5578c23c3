package io.vireo.e2e.page;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The nodes: processes, and the configuration wanted beside the one applied. */
public final class NodesPage extends Screen {
    NodesPage(ChromeDriver driver) {
        super(driver);
    }

    public NodesPage open(String node) {
        awaitCell("nodes-grid", node);
        patiently("cannot open " + node, () -> {
            WebElement link = find("nodes-grid").findElement(By.linkText(node));
            link.click();
            return link;
        });
        find("node-panel");
        return this;
    }
}
