package io.vireo.console.access;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.identity.AccountService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.ProblemException;

/** A new local account: a name and a first password, which the person changes. */
final class AccountDialog extends Dialog {
    AccountDialog(AccountService accounts, Runnable created) {
        setHeaderTitle("New account");
        setWidth("444px");
        setTestId("account-dialog");
        TextField username = new TextField("Account");
        username.setHelperText("a-z, 0-9, . _ -, up to 64 characters");
        username.setAutofocus(true);
        username.setTestId("account-username");
        PasswordField password = new PasswordField("First password");
        password.setHelperText("At least 12 characters; the person changes it");
        password.setAutocomplete(Autocomplete.NEW_PASSWORD);
        password.setTestId("account-password");
        Div message = new Div();
        message.getElement().setAttribute("role", "alert");
        Button create = new Button("Create account", _ -> {
            username.setInvalid(false);
            password.setInvalid(false);
            message.removeAll();
            try {
                accounts.create(new CreateAccount(username.getValue().strip(), "", password.getValue()));
                created.run();
                close();
            } catch (RuntimeException e) {
                Failure failure = Failure.of(e);
                String field =
                        e instanceof ProblemException problem ? problem.field().orElse("") : "";
                if (field.equals("password")) {
                    password.setErrorMessage(failure.title());
                    password.setInvalid(true);
                } else if (field.equals("username")) {
                    username.setErrorMessage(failure.title());
                    username.setInvalid(true);
                } else {
                    message.add(Banner.of(failure));
                }
            }
        });
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setTestId("account-create");
        Div form = new Div(message, username, password, new CliLine("vireo user create NAME"));
        form.addClassName("vr-form");
        add(form);
        getFooter().add(new Button("Cancel", _ -> close()), create);
    }
}
