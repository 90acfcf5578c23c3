package io.vireo.editor;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionFiles;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a version of the draft and puts it into service, or puts a version that is there into service; then shows how it goes.
 * The deployment goes on when the dialog is closed.
 */
public final class DeployDialog extends Dialog {
    private final EditorServices services;
    private final @Nullable Integer version;
    private final TextField message = new TextField("What changed");
    private final Button deploy = new Button("Deploy", Symbol.of("rocket"), _ -> start());
    private final Button close = new Button("Cancel", _ -> close());
    private final Div body = new Div();
    private final DeploymentPanel progress;
    private @Nullable UUID deploymentId;

    /**
     * Asks before it does anything.
     *
     * @param version to put into service; null: a new one, made of the draft
     * @param files of what is deployed, for the places in its errors
     */
    public DeployDialog(
            EditorServices services,
            @Nullable Integer version,
            FunctionFiles files,
            DeploymentPanel.PlaceListener jump) {
        this.services = services;
        this.version = version;
        this.progress = new DeploymentPanel(files, (path, line) -> {
            close();
            jump.open(path, line);
        });
        setWidth("520px");
        setHeaderTitle(
                version == null
                        ? "Deploy " + services.function()
                        : "Deploy v" + version + " of " + services.function());
        setTestId("deploy-dialog");
        message.setWidthFull();
        message.setMaxLength(500);
        message.setHelperText("Shown in the list of versions; may be empty");
        message.setTestId("deploy-message");
        message.setVisible(version == null);
        message.setAutofocus(true);
        body.addClassName("vr-col");
        body.add(new Paragraph(
                version == null
                        ? "The draft becomes an immutable version. Its workers start beside the live ones; calls move to it when they are ready."
                        : "Its workers start beside the live ones; calls move to it when they are ready."));
        body.add(message);
        body.getStyle().set("gap", "var(--vr-4)");
        add(body);
        deploy.addThemeVariants(ButtonVariant.PRIMARY);
        deploy.setTestId("deploy-confirm");
        deploy.addClickShortcut(Key.ENTER);
        close.setTestId("deploy-close");
        getFooter().add(close, deploy);
    }

    private void start() {
        deploy.setEnabled(false);
        deploy.setText("Starting");
        UI ui = UI.getCurrent();
        String words = message.getValue();
        services.background().execute(() -> {
            try {
                int number = version != null
                        ? version
                        : services.functions()
                                .createVersion(services.tenantId(), services.function(), words)
                                .version();
                Deployment started = services.functions().deploy(services.tenantId(), services.function(), number);
                ui.access(() -> follow(started));
            } catch (RuntimeException e) {
                ui.access(() -> showFailure(services.explain().apply(e)));
            }
        });
    }

    private void follow(Deployment deployment) {
        deploymentId = deployment.id();
        setHeaderTitle("v" + deployment.version() + " of " + services.function());
        body.removeAll();
        body.add(progress);
        deploy.setVisible(false);
        close.setText("Close");
        progress.show(deployment);
        // The events of the first moments may have passed before this dialog knew the id.
        changed(services.functions().deployment(services.tenantId(), services.function(), deployment.id()));
    }

    /** Tells the dialog of a deployment that moved on; others than its own are ignored. */
    public void changed(Deployment deployment) {
        if (deployment.id().equals(deploymentId)) {
            progress.show(deployment);
        }
    }

    private void showFailure(String why) {
        deploy.setEnabled(true);
        deploy.setText("Deploy");
        Div text = new Div(new Span(why));
        text.addClassName("body");
        Div banner = new Div(Glyph.ERROR.icon(), text);
        banner.addClassNames("vr-banner", "e");
        banner.getElement().setAttribute("role", "alert");
        body.getChildren()
                .filter(child -> child.hasClassName("vr-banner"))
                .toList()
                .forEach(body::remove);
        body.add(banner);
    }
}
