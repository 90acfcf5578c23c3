package io.vireo.console.data;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.console.data.DataRecord.Attribute;
import io.vireo.console.data.DataRecord.Type;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;
import io.vireo.tenant.TenantSummary;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The attributes of a record: typed, and edited under the guard of the version that is shown: if somebody has written meanwhile,
 * nothing is changed and the person is told.
 */
final class AttributesPane extends Div {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern TIME = Pattern.compile("-?\\d{1,12}:\\d{1,9}");

    private final GatewayClient gateway;
    private final TenantSummary tenant;
    private final String container;
    private final DataRecord record;
    private final Runnable changed;
    private final Div message = new Div();
    private final Div form = new Div();

    /** @param changed called when the record was written: read it again */
    AttributesPane(
            GatewayClient gateway,
            TenantSummary tenant,
            String container,
            DataRecord record,
            boolean mayWrite,
            Runnable changed) {
        this.gateway = gateway;
        this.tenant = tenant;
        this.container = container;
        this.record = record;
        this.changed = changed;
        setTestId("attributes");
        message.getElement().setAttribute("role", "alert");
        form.addClassName("vr-sect");
        if (record.attributes().isEmpty()) {
            Paragraph none = new Paragraph("No attributes yet. Functions and tools add them; so can you.");
            none.addClassName("t2");
            Div state = new Div(none);
            state.addClassName("vr-sect");
            add(state);
        } else {
            add(grid(mayWrite));
        }
        add(message);
        if (mayWrite) {
            add(form);
            showButton();
        }
    }

    private Grid<Attribute> grid(boolean mayWrite) {
        Grid<Attribute> grid = new Grid<>();
        grid.addClassNames("vr-grid", "vr-attrs");
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setAllRowsVisible(true);
        grid.setTestId("attributes-grid");
        grid.addColumn(Attribute::name)
                .setHeader("Attribute")
                .setPartNameGenerator(_ -> "mono")
                .setFlexGrow(2)
                .setTooltipGenerator(Attribute::name);
        grid.addColumn(Attribute::text)
                .setHeader("Value")
                .setPartNameGenerator(_ -> "mono")
                .setFlexGrow(3)
                .setTooltipGenerator(Attribute::text);
        grid.addColumn(attribute -> attribute.type().word())
                .setHeader("Type")
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.setItems(record.attributes());
        if (mayWrite) {
            grid.addItemClickListener(click -> edit(click.getItem()));
            grid.getElement().setAttribute("title", "Click a row to change it");
        }
        return grid;
    }

    private void showButton() {
        form.removeAll();
        Button add = new Button("Add attribute", Symbol.small("plus"), _ -> edit(new Attribute("", Type.S, "", null)));
        add.addThemeVariants(ButtonVariant.SMALL);
        add.setTestId("attribute-add");
        form.add(add);
    }

    private void edit(Attribute attribute) {
        message.removeAll();
        if (!attribute.type().isEditable()) {
            message.add(Banner.note(
                    "A value of type " + attribute.type().word() + " is written by functions and tools.", ""));
            return;
        }
        boolean isNew = attribute.name().isEmpty();
        TextField name = new TextField("Attribute");
        name.setValue(attribute.name());
        name.setReadOnly(!isNew);
        name.setTestId("attribute-name");
        Select<Type> type = new Select<>();
        type.setLabel("Type");
        type.setItems(Type.S, Type.N, Type.BOOL, Type.TS);
        type.setItemLabelGenerator(Type::word);
        type.setNoVerticalOverlap(true);
        type.setValue(attribute.type());
        type.setTestId("attribute-type");
        TextField value = new TextField("Value");
        value.setValue(attribute.text());
        value.setTestId("attribute-value");
        Button save = new Button("Save", _ -> save(name, type.getValue(), value));
        save.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.PRIMARY);
        save.addClickShortcut(Key.ENTER).listenOn(form);
        save.setTestId("attribute-save");
        Button cancel = new Button("Cancel", _ -> showButton());
        cancel.addThemeVariants(ButtonVariant.SMALL);
        Div acts = new Div(save, cancel);
        acts.addClassName("vr-row");
        if (!isNew) {
            Button remove = new Button(
                    "Remove", _ -> write(() -> gateway.removeAttribute(tenant, container, record, attribute.name())));
            remove.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            remove.setTestId("attribute-remove");
            acts.add(remove);
        }
        Div pair = new Div(name, type);
        pair.addClassName("pair");
        Div fields = new Div(pair, value, acts);
        fields.addClassName("vr-form");
        form.removeAll();
        form.add(fields);
        (isNew ? name : value).focus();
    }

    private void save(TextField name, Type type, TextField value) {
        name.setInvalid(false);
        value.setInvalid(false);
        String key = name.getValue().strip();
        if (key.isEmpty() || key.startsWith("__")) {
            name.setErrorMessage(
                    key.isEmpty() ? "A name is needed" : "Names that start with __ belong to the platform");
            name.setInvalid(true);
            return;
        }
        String text = type == Type.S ? value.getValue() : value.getValue().strip();
        String fault = faultOf(type, text);
        if (!fault.isEmpty()) {
            value.setErrorMessage(fault);
            value.setInvalid(true);
            return;
        }
        write(() ->
                gateway.setAttributes(tenant, container, record, Map.of(key, new Attribute(key, type, text, null))));
    }

    private static String faultOf(Type type, String text) {
        return switch (type) {
            case N -> NUMBER.matcher(text).matches() ? "" : "Not a number, such as 42 or 0.5";
            case BOOL -> List.of("true", "false").contains(text) ? "" : "true or false";
            case TS ->
                TIME.matcher(text).matches() ? "" : "Seconds:nanoseconds since 1970, such as 1763791930:482000000";
            case S, B, L, M, SS, NS, BS, NULL -> "";
        };
    }

    private void write(Runnable act) {
        message.removeAll();
        try {
            act.run();
            changed.run();
        } catch (DataException e) {
            boolean isChanged = e.errorCode() == DataException.Code.ITEM_CHANGED;
            Banner banner = isChanged
                    ? Banner.warning(
                                    "Somebody changed this record.",
                                    "Nothing was overwritten. Look at it as it is now, then change it again.")
                            .act("Show it", changed)
                    : Banner.of(Failure.of(e));
            Div section = new Div(banner);
            section.addClassName("vr-sect");
            message.add(section);
        }
    }
}
