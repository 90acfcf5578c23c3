package io.vireo.editor;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.FunctionFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** The line below the code that says why the last deployment failed, and leads to the place. */
final class ProblemLine extends Div {
    private final String function;
    private final CodeEditor code;
    private final ObjIntConsumer<String> opener;

    /** @param opener shows a line of a file */
    ProblemLine(String function, CodeEditor code, ObjIntConsumer<String> opener) {
        this.function = function;
        this.code = code;
        this.opener = opener;
        addClassName("vr-prob");
        setVisible(false);
        setTestId("editor-problem");
    }

    /** Shows a failed deployment; any other clears the line and the marks in the code. */
    void show(Deployment deployment, FunctionFiles files) {
        removeAll();
        files.paths().forEach(path -> code.problems(path, List.of()));
        boolean isFailed = deployment.state() == DeploymentState.FAILED;
        setVisible(isFailed);
        if (!isFailed) {
            return;
        }
        String summary = Traceback.summary(deployment.message());
        Optional<Traceback.Place> place = Traceback.places(deployment.message(), files).reversed().stream()
                .findFirst();
        Span title = new Span("v" + deployment.version() + " failed");
        title.addClassName("b5");
        Span text = new Span(
                place.map(found -> found.path() + ":" + found.line() + " ").orElse("") + summary);
        text.addClassNames("mono", "t2", "el");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        add(Glyph.ERROR.icon(), title, text, gap);
        place.ifPresent(found -> {
            code.problems(found.path(), List.of(new CodeEditor.Problem(found.line(), summary)));
            add(button("Go to line", () -> opener.accept(found.path(), found.line())));
        });
        add(button("Show", () -> showAll(deployment, files)));
    }

    private void showAll(Deployment deployment, FunctionFiles files) {
        Dialog dialog = new Dialog("v" + deployment.version() + " of " + function);
        dialog.setWidth("640px");
        DeploymentPanel panel = new DeploymentPanel(files, (path, line) -> {
            dialog.close();
            opener.accept(path, line);
        });
        panel.show(deployment);
        dialog.add(panel);
        dialog.getFooter().add(new Button("Close", _ -> dialog.close()));
        dialog.open();
    }

    private static Button button(String text, Runnable act) {
        Button button = new Button(text, _ -> act.run());
        button.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        return button;
    }
}
