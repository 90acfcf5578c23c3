package io.vireo.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.spring.annotation.SpringComponent;
import com.vaadin.flow.spring.annotation.UIScope;
import io.vireo.console.page.Failure;
import io.vireo.controlplane.PlatformService;
import io.vireo.controlplane.PlatformStatus;
import io.vireo.editor.Glyph;

/** One line at the foot of the navigation: how the platform does. */
@SpringComponent
@UIScope
final class HealthLine extends Anchor {
    private final PlatformService platform;

    HealthLine(PlatformService platform) {
        this.platform = platform;
        addClassName("vr-navfoot");
        setTestId("health");
        setHref("platform/nodes");
    }

    /** Asks anew. */
    void refresh() {
        try {
            PlatformStatus status = platform.status();
            switch (status.state()) {
                case READY -> show(Glyph.OK, "All services answer");
                case STARTING -> show(Glyph.RUNNING, "Starting");
                case DEGRADED -> {
                    var worst = status.attention().stream().findFirst();
                    show(
                            worst.map(PlatformStatus.Attention::isError).orElse(true) ? Glyph.ERROR : Glyph.WARN,
                            worst.map(PlatformStatus.Attention::text).orElse("Something is not as wanted"));
                }
            }
        } catch (RuntimeException e) {
            show(Glyph.ERROR, Failure.of(e).title());
        }
    }

    private void show(Glyph glyph, String words) {
        removeAll();
        Span text = new Span(words);
        text.addClassNames("lbl", "el");
        text.setTitle(words);
        add(glyph.icon(), text);
        getElement().setAttribute("aria-label", "Health: " + words);
    }
}
