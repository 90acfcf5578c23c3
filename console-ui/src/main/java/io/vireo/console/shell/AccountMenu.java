package io.vireo.console.shell;

import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Hr;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.vireo.console.security.SignIn;
import io.vireo.editor.LogDock;
import io.vireo.editor.Symbol;
import io.vireo.identity.Principal;
import java.util.stream.Collectors;

/** Who is signed in, how the console looks, and the way out. */
final class AccountMenu extends Button {
    AccountMenu(Principal person, LogDock dock, SignIn signIn) {
        Avatar avatar = new Avatar(person.name());
        avatar.setAbbreviation(person.name().substring(0, 1).toUpperCase(java.util.Locale.ROOT));
        avatar.getElement().setAttribute("aria-hidden", "true");
        setIcon(avatar);
        addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.LUMO_ICON);
        setAriaLabel("Account of " + person.name());
        setTestId("account");
        addClassName("vr-avatar");

        Span name = new Span(person.name());
        name.addClassName("b5");
        Span roles = new Span(person.bindings().stream()
                .map(binding -> binding.role().wireName() + (binding.tenantId() == null ? "" : " of a tenant"))
                .sorted()
                .distinct()
                .collect(Collectors.joining(", ")));
        roles.addClassNames("t2", "xs");
        Div who = new Div(name, roles);
        who.addClassNames("who", "vr-col");

        RadioButtonGroup<Appearance.Choice> theme = new RadioButtonGroup<>();
        theme.addClassName("vr-seg");
        theme.setItems(Appearance.Choice.values());
        theme.setItemLabelGenerator(Appearance.Choice::label);
        theme.setValue(Appearance.current());
        theme.setAriaLabel("Appearance");
        theme.setTestId("appearance");
        theme.addValueChangeListener(change -> Appearance.choose(change.getValue()));
        Div appearance = new Div(theme);
        appearance.addClassName("who");

        Button out = new Button("Sign out", Symbol.of("log-out"), _ -> {
            dock.closeAll();
            signIn.signOut();
        });
        out.addThemeVariants(ButtonVariant.TERTIARY);
        out.addClassName("quiet");
        out.setTestId("sign-out");

        Div menu = new Div(who, new Hr(), appearance, new Hr(), out);
        menu.addClassName("vr-account");
        Popover popover = new Popover(menu);
        popover.setTarget(this);
        popover.setPosition(PopoverPosition.BOTTOM_END);
        popover.setModal(true);
        popover.setAriaLabel("Account");
    }
}
