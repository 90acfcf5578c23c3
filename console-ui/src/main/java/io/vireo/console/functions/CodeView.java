package io.vireo.console.functions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.editor.FunctionEditor;
import io.vireo.editor.LogDock;
import jakarta.annotation.security.PermitAll;
import org.jspecify.annotations.Nullable;

/** The code of a function: files, editor, test pane, with its log in the dock below. */
@Route(value = "t/:tenant/functions/:function/code", layout = MainLayout.class)
@PermitAll
public final class CodeView extends FunctionPage {
    private final FunctionService functions;
    private @Nullable FunctionEditor editor;
    private @Nullable Address address;

    CodeView(FunctionPageServices services) {
        super(services, "code");
        this.functions = services.functions();
        listen();
    }

    @Override
    public boolean usesRail() {
        return true;
    }

    @Override
    protected Component content(FunctionDetail found, Address entered) {
        address = entered;
        Integer live = found.summary().liveVersion();
        FunctionFiles baseline = live == null
                ? null
                : functions.version(tenant().id(), found.summary().name(), live).files();
        FunctionEditor shown = new FunctionEditor(editorServices(), found, baseline, new FunctionEditor.Listener() {
            @Override
            public void shown(String path) {
                if (address != null && !address.get("file").equals(path)) {
                    address.set("line", "");
                    address.replace("file", path);
                }
            }

            @Override
            public void drafted() {
                reload();
            }

            @Override
            public void saveVersion() {
                CodeView.this.saveVersion();
            }

            @Override
            public void openLog(String requestId) {
                dock().filter(requestId);
            }

            @Override
            public void toggleLog() {
                dock().toggle();
            }
        });
        editor = shown;
        shown.open(entered.get("file"), number(entered.get("line")));
        return shown;
    }

    @Override
    protected void addressChanged(Address entered) {
        address = entered;
        openPlace(entered.get("file"), number(entered.get("line")));
    }

    @Override
    protected void openPlace(String path, int lineNumber) {
        if (editor != null) {
            editor.open(path, lineNumber);
        }
    }

    @Override
    protected void deploymentChanged(Deployment deployment) {
        if (editor != null && deployment.state().isEnd()) {
            editor.showProblems(deployment);
        }
    }

    @Override
    protected void functionChanged(FunctionDetail now) {
        if (editor != null) {
            editor.setLive(
                    now.summary().liveVersion(),
                    live -> functions.version(tenant().id(), function(), live).files());
        }
    }

    private LogDock dock() {
        return MainLayout.dockOf(this);
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
