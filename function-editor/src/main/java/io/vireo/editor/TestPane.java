package io.vireo.editor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.vireo.controlplane.InvocationRequest;
import io.vireo.controlplane.InvocationResult;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the live version of a function with a request made by hand, and shows what it answered. */
public final class TestPane extends Div {
    private static final int SHOWN_BODY_LENGTH = 64 * 1024;

    private final EditorServices services;
    private final Consumer<String> openLog;
    private final Select<String> method = new Select<>();
    private final TextField path = new TextField();
    private final TextArea headers = new TextArea("Headers");
    private final TextArea body = new TextArea("Body");
    private final Button run = new Button("Call", Symbol.small("play"), _ -> call());
    private final Div answer = new Div();

    /** @param openLog shows the log lines of a request, by its id */
    public TestPane(EditorServices services, Consumer<String> openLog) {
        this.services = services;
        this.openLog = openLog;
        addClassName("vr-test");
        setTestId("test-pane");
        configureFields();
        run.addThemeVariants(ButtonVariant.SMALL);
        run.addClassName("acc");
        run.setTestId("test-run");
        run.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).listenOn(this);
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div head = new Div(new H2("Test"), gap, run);
        head.addClassName("vr-ph");
        Div request = new Div(requestLine(), headers, body);
        request.addClassNames("vr-sect", "line");
        answer.addClassName("vr-sect");
        answer.setTestId("test-answer");
        answer.getElement().setAttribute("role", "status");
        Div scroll = new Div(request, answer);
        scroll.addClassName("vr-scroll");
        add(head, scroll);
        if (!services.rights().mayInvoke()) {
            run.setEnabled(false);
            showNote("function:Invoke on " + services.function() + " is missing. A tenant administrator can grant it.");
        }
    }

    @Override
    protected void onAttach(AttachEvent attachEvent) {
        super.onAttach(attachEvent);
        setLive(live);
    }

    private @Nullable Integer live;

    /** Says which version answers; null: none, and nothing can be called. */
    public void setLive(@Nullable Integer version) {
        live = version;
        run.setEnabled(version != null && services.rights().mayInvoke());
        run.setText(version == null ? "Call" : "Call v" + version);
        boolean isNote = !answer.getElement().hasAttribute("data-state");
        if (version == null && isNote) {
            showNote("Nothing is deployed. Deploy a version, then call it here.");
        } else if (isNote && services.rights().mayInvoke()) {
            answer.removeAll();
        }
    }

    /** Fills the body, such as with a template's example. */
    public void setBody(String text) {
        body.setValue(text);
    }

    private void configureFields() {
        method.setItems("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
        method.setValue("POST");
        method.setNoVerticalOverlap(true);
        method.setAriaLabel("Method");
        method.setWidth("104px");
        method.setTestId("test-method");
        path.setPlaceholder("/");
        path.setAriaLabel("Path and query");
        path.addClassName("mono");
        path.setTestId("test-path");
        headers.setPlaceholder("content-type: application/json");
        headers.setHelperText("One a line, name: value");
        headers.setMaxRows(4);
        headers.setTestId("test-headers");
        body.setMinRows(4);
        body.setMaxRows(12);
        body.setValueChangeMode(ValueChangeMode.ON_BLUR);
        body.setTestId("test-body");
        for (TextArea area : List.of(headers, body)) {
            area.addClassName("mono");
            area.setWidthFull();
        }
    }

    private Div requestLine() {
        Div line = new Div(method, path);
        line.addClassName("vr-row");
        path.getStyle().set("flex", "1").set("min-width", "0");
        return line;
    }

    /** Calls the function as if the button had been pressed. */
    public void call() {
        if (!run.isEnabled()) {
            return;
        }
        @Nullable Map<String, List<String>> parsed = parseHeaders();
        if (parsed == null) {
            return;
        }
        String to = path.getValue().isBlank() || path.getValue().startsWith("/")
                ? path.getValue().strip()
                : "/" + path.getValue().strip();
        InvocationRequest request = new InvocationRequest(
                method.getValue(), to, parsed, body.getValue().getBytes(UTF_8));
        run.setEnabled(false);
        showRunning();
        UI ui = UI.getCurrent();
        services.background().execute(() -> {
            try {
                InvocationResult result =
                        services.invocations().invoke(services.tenantId(), services.function(), request);
                ui.access(() -> showAnswer(result));
            } catch (RuntimeException e) {
                ui.access(() -> showFailure(services.explain().apply(e)));
            }
        });
    }

    private @Nullable Map<String, List<String>> parseHeaders() {
        headers.setInvalid(false);
        Map<String, List<String>> parsed = new LinkedHashMap<>();
        for (String line :
                headers.getValue().lines().filter(line -> !line.isBlank()).toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                headers.setErrorMessage("Not name: value: " + line);
                headers.setInvalid(true);
                headers.focus();
                return null;
            }
            parsed.computeIfAbsent(line.substring(0, colon).strip(), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return parsed;
    }

    private void showRunning() {
        answer.removeAll();
        answer.getElement().setAttribute("data-state", "running");
        answer.add(line(Glyph.RUNNING, "Waiting for the answer"));
    }

    private void showNote(String text) {
        answer.removeAll();
        Span note = new Span(text);
        note.addClassName("t2");
        answer.add(note);
    }

    private void showFailure(String why) {
        setLive(live);
        answer.removeAll();
        answer.getElement().setAttribute("data-state", "failed");
        Span text = new Span(why);
        Div body = new Div(text);
        body.addClassName("body");
        Div banner = new Div(Glyph.ERROR.icon(), body);
        banner.addClassNames("vr-banner", "e");
        banner.getElement().setAttribute("role", "alert");
        answer.add(banner);
    }

    private void showAnswer(InvocationResult result) {
        setLive(live);
        answer.removeAll();
        answer.getElement().setAttribute("data-state", "answered");
        boolean isError = result.status() >= 400;
        Div verdict =
                line(isError ? Glyph.ERROR : Glyph.OK, "%d in %s".formatted(result.status(), milliseconds(result)));
        verdict.setTestId("test-status");
        Button log = new Button("Log", _ -> openLog.accept(result.requestId()));
        log.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div top = new Div(verdict, gap, log);
        top.addClassName("vr-row");
        Pre names = new Pre(String.join(
                "\n",
                result.headers().entrySet().stream()
                        .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + ": " + value))
                        .toList()));
        names.addClassName("vr-code");
        Details more = new Details("Headers " + result.headers().size(), names);
        Pre text = new Pre(textOf(result));
        text.addClassNames("vr-code");
        text.getStyle().set("white-space", "pre-wrap").set("overflow-wrap", "anywhere");
        text.setTestId("test-response-body");
        Span length = new Span(lengthOf(result));
        length.addClassNames("xs", "t2");
        answer.add(top, text, length, more);
    }

    private static Div line(Glyph glyph, String words) {
        Span text = new Span(words);
        text.addClassName("b6");
        Div line = new Div(glyph.icon(), text);
        line.addClassName("vr-st");
        return line;
    }

    private static String milliseconds(InvocationResult result) {
        double ms = result.duration().toNanos() / 1e6;
        return ms < 10 ? "%.1f ms".formatted(ms) : "%.0f ms".formatted(ms);
    }

    private static String textOf(InvocationResult result) {
        byte[] bytes = result.body();
        if (bytes.length == 0) {
            return "(no body)";
        }
        int shown = Math.min(bytes.length, SHOWN_BODY_LENGTH);
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, shown)).toString();
        } catch (CharacterCodingException e) {
            return shown < bytes.length
                    ? new String(bytes, 0, shown, UTF_8)
                    : "(%d bytes that are not text)".formatted(bytes.length);
        }
    }

    private static String lengthOf(InvocationResult result) {
        int length = result.body().length;
        if (result.isTruncated()) {
            return "The first %d bytes; there was more".formatted(length);
        }
        return length > SHOWN_BODY_LENGTH
                ? "%d bytes, the first %d shown".formatted(length, SHOWN_BODY_LENGTH)
                : length + " bytes";
    }
}
