package io.vireo.editor;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.FunctionFiles;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How far a deployment is: its stages with their times, and when it failed, what the worker said, with ways to the lines named. */
public final class DeploymentPanel extends Div {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final FunctionFiles files;
    private final PlaceListener jump;

    /** Called when the person follows a traceback to its place. */
    @FunctionalInterface
    public interface PlaceListener {
        /** @param line from 1 */
        void open(String path, int line);
    }

    /**
     * An empty panel.
     *
     * @param files of the function: only places in them can be jumped to
     */
    public DeploymentPanel(FunctionFiles files, PlaceListener jump) {
        this.files = files;
        this.jump = jump;
        addClassName("vr-sect");
        setTestId("deployment");
        getElement().setAttribute("role", "status");
    }

    /** Shows the deployment as it is now. */
    public void show(Deployment deployment) {
        removeAll();
        getElement().setAttribute("data-state", deployment.state().name());
        OrderedList stages = new OrderedList();
        stages.addClassName("vr-stages");
        deployment.stages().forEach(stage -> stages.add(stage(stage)));
        add(stages);
        if (deployment.state() == DeploymentState.FAILED) {
            add(failure(deployment));
        }
    }

    private static ListItem stage(Deployment.Stage stage) {
        Glyph glyph =
                switch (stage.state()) {
                    case WAITING -> Glyph.RING;
                    case RUNNING -> Glyph.RUNNING;
                    case DONE -> Glyph.OK;
                    case FAILED -> Glyph.ERROR;
                };
        Span name = new Span(word(stage.name()));
        if (stage.state() == Deployment.StageState.WAITING) {
            name.addClassName("t3");
        }
        Span at = new Span(stage.at() == null ? "" : CLOCK.format(stage.at()));
        at.addClassNames("mono", "t3");
        ListItem item = new ListItem(glyph.icon(), name, at);
        item.getElement().setAttribute("data-stage", stage.name().name());
        item.getElement().setAttribute("data-stage-state", stage.state().name());
        return item;
    }

    private static String word(DeploymentState state) {
        return switch (state) {
            case PENDING -> "Recorded";
            case PUSHED -> "Sent to the nodes";
            case FETCHING -> "Code fetched";
            case STARTING -> "Workers start";
            case SERVING -> "It answers";
            case FAILED -> "Failed";
        };
    }

    private Div failure(Deployment deployment) {
        Span title = new Span(Traceback.summary(deployment.message()));
        title.addClassName("t");
        Paragraph kept =
                new Paragraph("v" + deployment.version() + " does not serve. What served before goes on serving.");
        Pre text = new Pre(deployment.message());
        text.setTestId("deployment-error");
        text.getElement().setAttribute("tabindex", "0");
        Div acts = new Div();
        acts.addClassName("acts");
        List<Traceback.Place> places = Traceback.places(deployment.message(), files);
        places.reversed().stream().distinct().limit(3).forEach(place -> acts.add(placeButton(place)));
        Div body = new Div(title, kept, text, acts);
        body.addClassName("body");
        Div banner = new Div(Glyph.ERROR.icon(), body);
        banner.addClassNames("vr-banner", "e");
        banner.getElement().setAttribute("role", "alert");
        return banner;
    }

    private Button placeButton(Traceback.Place place) {
        Button button = new Button(place.path() + ":" + place.line(), _ -> jump.open(place.path(), place.line()));
        button.addThemeVariants(ButtonVariant.SMALL);
        button.setTestId("deployment-place");
        return button;
    }
}
