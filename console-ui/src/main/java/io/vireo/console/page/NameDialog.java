package io.vireo.console.page;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;

/** Asks for the name of something new. What the service refuses stands beside the field. */
public final class NameDialog extends Dialog {
    /**
     * A dialog to be opened.
     *
     * @param rule what a name may be, below the field
     * @param command that does the same from a shell
     * @param create called with the name; what it throws is shown
     */
    public NameDialog(String title, String label, String rule, String act, String command, Consumer<String> create) {
        setHeaderTitle(title);
        setWidth("444px");
        setTestId("name-dialog");
        TextField name = new TextField(label);
        name.setHelperText(rule);
        name.setWidthFull();
        name.setAutofocus(true);
        name.setTestId("name");
        Button confirm = new Button(act, _ -> {
            name.setInvalid(false);
            try {
                create.accept(name.getValue().strip());
                close();
            } catch (RuntimeException e) {
                name.setErrorMessage(Failure.sentence(e));
                name.setInvalid(true);
                name.focus();
            }
        });
        confirm.addThemeVariants(ButtonVariant.PRIMARY);
        confirm.addClickShortcut(Key.ENTER);
        confirm.setTestId("name-confirm");
        Div body = new Div(name, new CliLine(command));
        body.addClassName("vr-form");
        add(body);
        getFooter().add(new Button("Cancel", _ -> close()), confirm);
    }
}
