package io.vireo.console.signin;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.console.security.SignIn;
import io.vireo.controlplane.PlatformHealth;
import io.vireo.controlplane.PlatformService;
import io.vireo.identity.ProblemException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.AuthenticationException;

/** Signs a person in by a local account. An unknown name and a wrong password answer alike. */
@Route(value = "sign-in", autoLayout = false)
@PageTitle("Sign in · Vireo")
@AnonymousAllowed
public final class SignInView extends Div implements BeforeEnterObserver {
    private final SignIn signIn;
    private final TextField username = new TextField("Account");
    private final PasswordField password = new PasswordField("Password");
    private final Button submit = new Button("Sign in", _ -> submit());
    private final Div message = new Div();
    private final Div help = new Div();

    SignInView(SignIn signIn, PlatformService platform, @Value("${vireo.version:}") String version) {
        this.signIn = signIn;
        username.setAutofocus(true);
        username.setAutocomplete(Autocomplete.USERNAME);
        username.setTestId("sign-in-username");
        password.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
        password.setTestId("sign-in-password");
        submit.addThemeVariants(ButtonVariant.PRIMARY);
        submit.addClickShortcut(Key.ENTER);
        submit.setDisableOnClick(true);
        submit.setTestId("sign-in-submit");
        message.setTestId("sign-in-message");
        message.getElement().setAttribute("role", "alert");
        Anchor cannot = new Anchor("sign-in", "Cannot sign in?");
        cannot.setRouterIgnore(true);
        cannot.getElement().executeJs("this.addEventListener('click', e => e.preventDefault())");
        cannot.getElement().addEventListener("click", _ -> showHelp());
        cannot.addClassNames("xs", "t2");
        DoorLayout door = new DoorLayout("Sign in", "").with(message, username, password, submit, cannot, help);
        PlatformHealth health = platform.health();
        door.health(
                health.isReady(),
                health.isReady() ? "All services answer" : "Missing: " + String.join(", ", health.missing()),
                version);
        add(door);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (signIn.isSignedIn()) {
            event.forwardTo("");
        }
    }

    private void showHelp() {
        help.removeAll();
        help.addClassName("vr-col");
        help.getStyle().set("gap", "8px");
        Div words = new Div("Ask an administrator for a new password. Without one, on the machine itself:");
        words.addClassNames("xs", "t2");
        help.add(words, new CliLine("vireo user password NAME"));
    }

    private void submit() {
        message.removeAll();
        username.setInvalid(false);
        password.setInvalid(false);
        if (username.isEmpty() || password.isEmpty()) {
            submit.setEnabled(true);
            message.add(Banner.error("Account and password are needed.", ""));
            (username.isEmpty() ? username : password).focus();
            return;
        }
        try {
            signIn.signIn(username.getValue().strip(), password.getValue());
        } catch (AuthenticationException e) {
            refuse(
                    e.getCause() instanceof ProblemException problem
                            ? Failure.of(problem).title()
                            : "Account or password is wrong.");
        } catch (ProblemException e) {
            Failure failure = Failure.of(e);
            refuse(
                    failure.advice().isEmpty() || failure.kind() == Failure.Kind.NO_PERMISSION
                            ? failure.title()
                            : failure.title() + " " + failure.advice());
        } catch (RuntimeException e) {
            refuse(Failure.sentence(e));
        }
    }

    private void refuse(String why) {
        submit.setEnabled(true);
        password.clear();
        password.focus();
        message.add(Banner.error(why, ""));
    }
}
