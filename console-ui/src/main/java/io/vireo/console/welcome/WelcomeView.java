package io.vireo.console.welcome;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.console.security.SignIn;
import io.vireo.console.signin.DoorLayout;
import io.vireo.identity.BootstrapService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.ProblemException;

/** Makes the first administrator: whoever holds the link that {@code up} printed chooses a name and a password, and is in. */
@Route(value = "welcome", autoLayout = false)
@PageTitle("Welcome · Vireo")
@AnonymousAllowed
public final class WelcomeView extends Div implements BeforeEnterObserver {
    private final BootstrapService bootstrap;
    private final SignIn signIn;
    private final TextField username = new TextField("Account");
    private final PasswordField password = new PasswordField("Password");
    private final PasswordField again = new PasswordField("Password, again");
    private final Button create = new Button("Create the administrator", _ -> create());
    private final Div message = new Div();
    private String token = "";

    WelcomeView(BootstrapService bootstrap, SignIn signIn) {
        this.bootstrap = bootstrap;
        this.signIn = signIn;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        token = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("token")
                .orElse("");
        removeAll();
        if (bootstrap.isValid(token)) {
            showForm();
        } else if (bootstrap.isPending()) {
            add(new DoorLayout("Welcome", "This link is not valid any more.")
                    .with(
                            Banner.note(
                                    "A link works once and for an hour.",
                                    "Print a new one on the machine, then open it here."),
                            new CliLine("vireo up")));
        } else {
            add(new DoorLayout("Welcome", "The first administrator is there already.")
                    .with(new Anchor("sign-in", "Sign in")));
        }
    }

    private void showForm() {
        username.setAutofocus(true);
        username.setAutocomplete(Autocomplete.USERNAME);
        username.setHelperText("a-z, 0-9, . _ -");
        username.setTestId("welcome-username");
        password.setAutocomplete(Autocomplete.NEW_PASSWORD);
        password.setHelperText("At least 12 characters");
        password.setTestId("welcome-password");
        again.setAutocomplete(Autocomplete.NEW_PASSWORD);
        again.setValueChangeMode(ValueChangeMode.EAGER);
        again.setTestId("welcome-password-again");
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        create.setDisableOnClick(true);
        create.setTestId("welcome-create");
        message.getElement().setAttribute("role", "alert");
        message.setTestId("welcome-message");
        add(new DoorLayout("Welcome", "Nobody administers this platform yet. You will.")
                .with(message, username, password, again, create));
    }

    private void create() {
        message.removeAll();
        username.setInvalid(false);
        password.setInvalid(false);
        again.setInvalid(false);
        if (!password.getValue().equals(again.getValue())) {
            again.setErrorMessage("Not the same password");
            again.setInvalid(true);
            again.focus();
            create.setEnabled(true);
            return;
        }
        String name = username.getValue().strip();
        try {
            bootstrap.createFirstAdministrator(token, new CreateAccount(name, "", password.getValue()));
        } catch (ProblemException e) {
            showProblem(e);
            return;
        } catch (RuntimeException e) {
            message.add(Banner.of(Failure.of(e)));
            create.setEnabled(true);
            return;
        }
        signIn.signIn(name, password.getValue());
    }

    private void showProblem(ProblemException problem) {
        create.setEnabled(true);
        Failure failure = Failure.of(problem);
        switch (problem.field().orElse("")) {
            case "username" -> {
                username.setErrorMessage(failure.title());
                username.setInvalid(true);
                username.focus();
            }
            case "password" -> {
                password.setErrorMessage(failure.title());
                password.setInvalid(true);
                password.focus();
            }
            default -> message.add(Banner.of(failure));
        }
    }
}
