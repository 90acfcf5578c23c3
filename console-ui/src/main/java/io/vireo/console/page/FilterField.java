package io.vireo.console.page;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.vireo.editor.Symbol;
import java.util.function.Consumer;

/** The filter of a list: narrows it while the person types. */
public final class FilterField extends Div {
    private final TextField field = new TextField();

    /** @param changed called with the text, a quarter of a second after the last key */
    public FilterField(String placeholder, Consumer<String> changed) {
        addClassName("vr-tools");
        field.setPlaceholder(placeholder);
        field.setAriaLabel(placeholder);
        field.setPrefixComponent(Symbol.small("list-filter"));
        field.setClearButtonVisible(true);
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(250);
        field.setMaxLength(200);
        field.setWidthFull();
        field.setTestId("filter");
        field.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                changed.accept(change.getValue().strip());
            }
        });
        add(field);
    }

    /** Shows a text without telling anybody. */
    public void show(String text) {
        field.setValue(text);
    }
}
