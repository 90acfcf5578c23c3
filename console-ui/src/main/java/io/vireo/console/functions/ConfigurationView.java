package io.vireo.console.functions;

import static io.vireo.policy.Action.FUNCTION_UPDATE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionService;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a function runs: a part of its draft, in force with the next deployment. */
@Route(value = "t/:tenant/functions/:function/configuration", layout = MainLayout.class)
@PermitAll
public final class ConfigurationView extends FunctionPage {
    private final FunctionService functions;
    private final Authorizer authorizer;
    private final TextField handler = new TextField("Handler");
    private final IntegerField workers = new IntegerField("Workers per node");
    private final IntegerField timeout = new IntegerField("Event time limit, ms");
    private final IntegerField memory = new IntegerField("Memory per worker, MiB");
    private final Checkbox open = new Checkbox("Calls need no key");
    private final TextArea environment = new TextArea("Environment");
    private final TextArea bindings = new TextArea("Bindings");
    private final Div message = new Div();

    ConfigurationView(FunctionPageServices services) {
        super(services, "configuration");
        this.functions = services.functions();
        this.authorizer = services.authorizer();
        listen();
    }

    @Override
    protected Component content(FunctionDetail found, Address address) {
        boolean mayEdit = authorizer.allows(
                FUNCTION_UPDATE,
                Resource.function(tenant().id(), found.summary().name()));
        handler.setHelperText("module:entrypoint, such as main:handler");
        workers.setHelperText("1 to 32");
        timeout.setHelperText("0 never; then the worker is killed and replaced");
        memory.setHelperText("0 no limit");
        environment.setHelperText("NAME=value, one a line");
        environment.addClassName("mono");
        bindings.setHelperText("name=container[/prefix] [read], one a line: context.bindings[\"name\"]");
        bindings.addClassName("mono");
        handler.setTestId("configuration-handler");
        workers.setTestId("configuration-workers");
        bindings.setTestId("configuration-bindings");
        environment.setTestId("configuration-environment");
        show(found.draft().configuration());
        Div pair = new Div(workers, timeout);
        pair.addClassName("pair");
        Div form = new Div(message, handler, pair, memory, bindings, environment, open);
        form.addClassName("vr-form");
        if (mayEdit) {
            Button save = new Button("Save to the draft", _ -> save());
            save.addThemeVariants(ButtonVariant.PRIMARY);
            save.setWidth(null);
            save.setTestId("configuration-save");
            Div acts = new Div(save);
            form.add(acts);
        } else {
            for (TextArea area : List.of(environment, bindings)) {
                area.setReadOnly(true);
            }
            for (IntegerField field : List.of(workers, timeout, memory)) {
                field.setReadOnly(true);
            }
            handler.setReadOnly(true);
            open.setReadOnly(true);
        }
        Div body = new Div(form);
        body.addClassName("vr-body");
        body.getStyle().set("padding-top", "var(--vr-5)");
        return body;
    }

    private void show(FunctionConfiguration configuration) {
        handler.setValue(configuration.handler());
        workers.setValue(configuration.workers());
        timeout.setValue(configuration.eventTimeoutMs());
        memory.setValue(configuration.memoryMib());
        open.setValue(configuration.isOpen());
        environment.setValue(configuration.environment().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n")));
        bindings.setValue(configuration.bindings().stream()
                .map(binding -> binding.name() + "=" + binding.container()
                        + (binding.prefix().isEmpty() ? "" : "/" + binding.prefix())
                        + (binding.isWritable() ? "" : " read"))
                .collect(Collectors.joining("\n")));
    }

    private void save() {
        message.removeAll();
        try {
            FunctionDraft draft = functions.find(tenant().id(), function()).draft();
            FunctionConfiguration before = draft.configuration();
            FunctionConfiguration wanted = new FunctionConfiguration(
                    handler.getValue().strip(),
                    before.runtime(),
                    workers.getOptionalValue().orElse(before.workers()),
                    timeout.getOptionalValue().orElse(before.eventTimeoutMs()),
                    environment(),
                    bindings(),
                    open.getValue(),
                    memory.getOptionalValue().orElse(before.memoryMib()),
                    before.maxRequestBodyBytes());
            functions.saveDraft(tenant().id(), function(), draft.revision(), draft.files(), wanted);
            message.add(Banner.done("The draft is saved.", "It is in force with the next deployment."));
            reload();
        } catch (IllegalArgumentException e) {
            message.add(Banner.error(String.valueOf(e.getMessage()), ""));
        } catch (RuntimeException e) {
            message.add(Banner.of(Failure.of(e)));
        }
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line :
                environment.getValue().lines().filter(line -> !line.isBlank()).toList()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Environment: not NAME=value: " + line);
            }
            variables.put(line.substring(0, equals).strip(), line.substring(equals + 1));
        }
        return variables;
    }

    private List<Binding> bindings() {
        List<Binding> list = new ArrayList<>();
        for (String line :
                bindings.getValue().lines().filter(line -> !line.isBlank()).toList()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Bindings: not name=container: " + line);
            }
            String target = line.substring(equals + 1).strip();
            boolean isReadOnly = target.endsWith(" read");
            String place = isReadOnly
                    ? target.substring(0, target.length() - " read".length()).strip()
                    : target;
            int slash = place.indexOf('/');
            list.add(new Binding(
                    line.substring(0, equals).strip(),
                    slash < 0 ? place : place.substring(0, slash),
                    slash < 0 ? "" : place.substring(slash + 1),
                    !isReadOnly));
        }
        return list;
    }
}
