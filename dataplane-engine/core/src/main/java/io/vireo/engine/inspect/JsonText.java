package io.vireo.engine.inspect;

import java.util.Locale;

/** Writes JSON, member by member, in the order of the calls. Threads: one. */
final class JsonText {
    private static final char LAST_CONTROL = 0x1f;

    private final StringBuilder text = new StringBuilder();
    private boolean isFirst = true;

    JsonText beginObject() {
        return open('{');
    }

    JsonText beginObject(String name) {
        return name(name).open('{');
    }

    JsonText endObject() {
        return close('}');
    }

    JsonText beginArray(String name) {
        return name(name).open('[');
    }

    JsonText endArray() {
        return close(']');
    }

    JsonText member(String name, String value) {
        name(name);
        quote(value);
        isFirst = false;
        return this;
    }

    JsonText member(String name, long value) {
        name(name);
        text.append(value);
        isFirst = false;
        return this;
    }

    JsonText member(String name, boolean value) {
        name(name);
        text.append(value);
        isFirst = false;
        return this;
    }

    private JsonText open(char bracket) {
        separate();
        text.append(bracket);
        isFirst = true;
        return this;
    }

    private JsonText close(char bracket) {
        text.append(bracket);
        isFirst = false;
        return this;
    }

    private JsonText name(String name) {
        separate();
        quote(name);
        text.append(':');
        isFirst = true; // its value needs no comma before it
        return this;
    }

    private void separate() {
        if (!isFirst) {
            text.append(',');
        }
        isFirst = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c <= LAST_CONTROL) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
