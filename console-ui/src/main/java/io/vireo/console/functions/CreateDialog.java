package io.vireo.console.functions;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.tenant.TenantSummary;
import java.util.List;
import java.util.function.Consumer;

/** A new function from a template: its name, what it starts from, and the code that one will see. */
final class CreateDialog extends Dialog {
    CreateDialog(
            TenantSummary tenant,
            FunctionService functions,
            List<FunctionTemplate> templates,
            Consumer<String> created) {
        setHeaderTitle("New function");
        setWidth("560px");
        setTestId("function-dialog");
        TextField name = new TextField("Name");
        name.setHelperText("1 to 63 of a-z, 0-9 and -. It is part of the address.");
        name.setAutofocus(true);
        name.setWidthFull();
        name.setTestId("function-name");
        Span words = new Span();
        words.addClassName("vr-help");
        Pre code = new Pre();
        code.addClassName("vr-code");
        code.getStyle().set("max-height", "220px").set("overflow", "auto");
        Select<FunctionTemplate> template = new Select<>();
        template.setLabel("Template");
        template.setItems(templates);
        template.setItemLabelGenerator(FunctionTemplate::title);
        template.setNoVerticalOverlap(true);
        template.setWidthFull();
        template.setTestId("function-template");
        template.addValueChangeListener(change -> {
            FunctionTemplate chosen = change.getValue();
            words.setText(chosen.description());
            String main = chosen.configuration().handler().split(":", 2)[0] + ".py";
            code.setText(chosen.files()
                    .text(main)
                    .or(() -> chosen.files().texts().values().stream().findFirst())
                    .orElse(""));
        });
        if (!templates.isEmpty()) {
            template.setValue(templates.getFirst());
        }
        Button create = new Button("Create function", _ -> {
            name.setInvalid(false);
            try {
                created.accept(functions
                        .createFromTemplate(
                                tenant.id(),
                                name.getValue().strip(),
                                template.getValue().id())
                        .summary()
                        .name());
                close();
            } catch (RuntimeException e) {
                name.setErrorMessage(Failure.sentence(e));
                name.setInvalid(true);
                name.focus();
            }
        });
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        create.setTestId("function-create");
        Div body = new Div(
                name,
                template,
                words,
                code,
                new CliLine("vireo function deploy PATH --name NAME --tenant " + tenant.name()));
        body.addClassName("vr-col");
        body.getStyle().set("gap", "var(--vr-3)");
        add(body);
        getFooter().add(new Button("Cancel", _ -> close()), create);
    }
}
