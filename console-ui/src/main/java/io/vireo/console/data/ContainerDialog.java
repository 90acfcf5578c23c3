package io.vireo.console.data;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.CreateContainer;
import io.vireo.tenant.Durability;
import java.util.function.Consumer;

/** Asks for what can be chosen of a container, and says in plain words what a choice may cost. What the service refuses stands beside it. */
final class ContainerDialog extends Dialog {
    private final Div body = new Div();
    private final Div problem = new Div();
    private final RadioButtonGroup<Durability> durability = new RadioButtonGroup<>("Writes are acknowledged");

    private ContainerDialog(String title) {
        setHeaderTitle(title);
        setWidth("444px");
        setTestId("container-dialog");
        durability.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
        durability.setItems(Durability.values());
        durability.setRenderer(new ComponentRenderer<>(ContainerDialog::choice));
        durability.setTestId("container-durability");
        body.addClassName("vr-form");
        add(body);
    }

    /** Of a container that is to be made. */
    static ContainerDialog create(String tenant, Consumer<CreateContainer> create) {
        ContainerDialog dialog = new ContainerDialog("New container");
        TextField name = new TextField("Name");
        name.setHelperText("2 to 63 of a-z, 0-9 and -");
        name.setWidthFull();
        name.setAutofocus(true);
        name.setTestId("name");
        dialog.durability.setValue(Durability.FSYNC);
        Button confirm = new Button("Create container", _ -> {
            name.setInvalid(false);
            try {
                create.accept(new CreateContainer(name.getValue().strip(), dialog.durability.getValue()));
                dialog.close();
            } catch (RuntimeException e) {
                name.setErrorMessage(Failure.sentence(e));
                name.setInvalid(true);
                name.focus();
            }
        });
        dialog.body.add(
                name,
                dialog.durability,
                new CliLine("vireo container create NAME --durability fsync|interval --tenant " + tenant));
        dialog.confirmBy(confirm, "name-confirm");
        return dialog;
    }

    /** Of one that is there. */
    static ContainerDialog change(String tenant, ContainerSummary container, Consumer<Durability> change) {
        ContainerDialog dialog = new ContainerDialog("Settings of " + container.name());
        dialog.durability.setValue(container.durability());
        Button confirm = new Button("Save", _ -> {
            dialog.problem.removeAll();
            try {
                change.accept(dialog.durability.getValue());
                dialog.close();
            } catch (RuntimeException e) {
                dialog.problem.add(Banner.of(Failure.of(e)));
            }
        });
        Span note = new Span("Functions that are bound to it take this up at their next deployment.");
        note.addClassName("t2");
        dialog.body.add(
                dialog.problem,
                dialog.durability,
                note,
                new CliLine(
                        "vireo container set " + container.name() + " --durability fsync|interval --tenant " + tenant));
        dialog.confirmBy(confirm, "container-save");
        return dialog;
    }

    private void confirmBy(Button confirm, String testId) {
        confirm.addThemeVariants(ButtonVariant.PRIMARY);
        confirm.addClickShortcut(Key.ENTER);
        confirm.setTestId(testId);
        getFooter().add(new Button("Cancel", _ -> close()), confirm);
    }

    /** What a choice is called in lists. */
    static String nameOf(Durability durability) {
        return switch (durability) {
            case FSYNC -> "on disk";
            case INTERVAL -> "0.1 s before disk";
        };
    }

    private static Div choice(Durability durability) {
        Span title = new Span(
                switch (durability) {
                    case FSYNC -> "Once they are on the disk";
                    case INTERVAL -> "At once, a tenth of a second before they are on the disk";
                });
        Span cost = new Span(
                switch (durability) {
                    case FSYNC -> "Nothing that was acknowledged is lost when a process or the power fails.";
                    case INTERVAL ->
                        "When the engine or the power fails, what was acknowledged in that time may be lost:"
                                + " the newest writes, never one from among others that stay. For counters, readings, caches and logs.";
                });
        cost.addClassName("t2");
        Div choice = new Div(title, cost);
        choice.addClassName("vr-choice");
        return choice;
    }
}
