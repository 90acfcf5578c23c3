package io.vireo.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.identity.ProblemException;
import java.util.List;

/** The pages that answer an address which cannot be shown: what happened, why, what to do. */
final class ErrorPages {
    private ErrorPages() {}

    abstract static class ErrorPage extends Div implements Page {
        private String title = "";

        ErrorPage() {
            addClassName("vr-page");
            setTestId("error-page");
        }

        int show(Failure failure, String path) {
            title = switch (failure.kind()) {
                case NO_PERMISSION -> "No permission";
                case NOT_FOUND -> "Not found";
                case UNAVAILABLE, DATABASE_DOWN -> "Not available";
                case REFUSED -> "Refused";
                case FAULT -> "Fault";
            };
            removeAll();
            Banner banner = Banner.of(failure).act(new Anchor(".", "Go home"));
            if (failure.kind() == Failure.Kind.UNAVAILABLE
                    || failure.kind() == Failure.Kind.DATABASE_DOWN
                    || failure.kind() == Failure.Kind.FAULT) {
                Anchor again = new Anchor(path, "Try again");
                again.setRouterIgnore(true);
                banner.act(again);
            }
            Div body = new Div(banner);
            body.addClassName("vr-state");
            add(new PageHeader(title), body);
            return switch (failure.kind()) {
                case NO_PERMISSION -> 403;
                case NOT_FOUND -> 404;
                case UNAVAILABLE, DATABASE_DOWN -> 503;
                case REFUSED -> 400;
                case FAULT -> 500;
            };
        }

        @Override
        public List<Crumb> crumbs() {
            return List.of(Crumb.here(title));
        }
    }

    /** No route has this address. */
    @ParentLayout(MainLayout.class)
    @AnonymousAllowed
    static final class Missing extends ErrorPage implements HasErrorParameter<NotFoundException> {
        @Override
        public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
            String path = event.getLocation().getPath();
            return show(new Failure(Failure.Kind.NOT_FOUND, "There is no page at /" + path + ".", "", ""), path);
        }
    }

    /** A service refused what the page needs. */
    @ParentLayout(MainLayout.class)
    @AnonymousAllowed
    static final class Refused extends ErrorPage implements HasErrorParameter<ProblemException> {
        @Override
        public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<ProblemException> parameter) {
            return show(
                    Failure.of(parameter.getException()), event.getLocation().getPathWithQueryParameters());
        }
    }

    /** Anything else. */
    @ParentLayout(MainLayout.class)
    @AnonymousAllowed
    static final class Faulty extends ErrorPage implements HasErrorParameter<Exception> {
        @Override
        public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
            return show(
                    Failure.of(parameter.getException()), event.getLocation().getPathWithQueryParameters());
        }
    }
}
