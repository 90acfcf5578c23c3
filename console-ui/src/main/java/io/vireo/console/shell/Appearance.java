package io.vireo.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import jakarta.servlet.http.Cookie;
import org.jsoup.nodes.Element;
import org.springframework.stereotype.Component;

/**
 * Light, dark or as the system says, kept in a cookie of this browser, so that the first page already has it: nothing flashes.
 */
@Component
public class Appearance implements VaadinServiceInitListener {
    private static final String COOKIE = "vireo-appearance";
    private static final long serialVersionUID = 1L;

    /** What a person can choose. */
    public enum Choice {
        /** Dark text on light ground. */
        LIGHT("Light", ColorScheme.Value.LIGHT, ""),
        /** Light text on dark ground. */
        DARK("Dark", ColorScheme.Value.DARK, "dark"),
        /** What the operating system says. */
        SYSTEM("As the system", ColorScheme.Value.LIGHT_DARK, "light-dark");

        private final String label;
        private final ColorScheme.Value scheme;
        private final String theme;

        Choice(String label, ColorScheme.Value scheme, String theme) {
            this.label = label;
            this.scheme = scheme;
            this.theme = theme;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(response -> {
            Choice choice = of(response.getVaadinRequest());
            Element html = response.getDocument().selectFirst("html");
            if (html != null) {
                html.attr("lang", "en")
                        .attr("data-density", "standard")
                        .attr("style", "color-scheme: " + choice.scheme.getValue());
                if (!choice.theme.isEmpty()) {
                    html.attr("theme", choice.theme);
                }
            }
            response.getDocument()
                    .head()
                    .appendElement("link")
                    .attr("rel", "icon")
                    .attr("type", "image/svg+xml")
                    .attr("href", "vireo/favicon.svg");
        });
    }

    /** What this browser chose; the system's choice if it did not. */
    public static Choice current() {
        return of(VaadinRequest.getCurrent());
    }

    /** Changes it at once and for the next visits. */
    public static void choose(Choice choice) {
        UI ui = UI.getCurrent();
        ui.getPage().setColorScheme(choice.scheme);
        ui.getPage()
                .executeJs(
                        "document.cookie = $0 + '=' + $1 + '; path=/; max-age=31536000; samesite=lax' + (location.protocol === 'https:' ? '; secure' : '')",
                        COOKIE,
                        choice.name());
    }

    private static Choice of(VaadinRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                for (Choice choice : Choice.values()) {
                    if (COOKIE.equals(cookie.getName()) && choice.name().equals(cookie.getValue())) {
                        return choice;
                    }
                }
            }
        }
        return Choice.SYSTEM;
    }
}
