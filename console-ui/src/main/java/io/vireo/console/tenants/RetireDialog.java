package io.vireo.console.tenants;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.tenant.TenantSummary;

/** Retiring a tenant reaches far: it says what goes, what stays, when it becomes final, and wants the name typed. */
final class RetireDialog extends Dialog {
    RetireDialog(TenantSummary tenant, Runnable retire) {
        setHeaderTitle("Retire " + tenant.name() + "?");
        setWidth("520px");
        setTestId("retire-dialog");
        Div message = new Div();
        TextField typed = new TextField("Type " + tenant.name() + " to go on");
        typed.setValueChangeMode(ValueChangeMode.EAGER);
        typed.setWidthFull();
        typed.setTestId("retire-name");
        Button act = new Button("Retire " + tenant.name());
        act.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
        act.setEnabled(false);
        act.setTestId("retire-confirm");
        typed.addValueChangeListener(
                change -> act.setEnabled(change.getValue().strip().equals(tenant.name())));
        act.addClickListener(_ -> {
            try {
                retire.run();
                close();
            } catch (RuntimeException e) {
                message.removeAll();
                message.add(Banner.of(Failure.of(e)));
            }
        });
        Div body = new Div(
                message,
                new Paragraph("Its address stops answering, its functions stop, and its keys stop working at once."),
                new Paragraph(
                        "Containers, functions and people's roles are kept for 7 days: until then it can be taken back. Its name stays taken."),
                new Paragraph(
                        "After that every node deletes its data for good, and its name and address are free for another tenant."),
                typed);
        body.addClassName("vr-col");
        body.getStyle().set("gap", "var(--vr-3)");
        add(body);
        getFooter().add(new Button("Cancel", _ -> close()), act);
    }
}
