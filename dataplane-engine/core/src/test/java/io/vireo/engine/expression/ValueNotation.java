package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Values as cases write them: {@code 5 -1.5 1e10} exact numbers, {@code 2.5d} doubles, {@code 'text'}, {@code x'0aff'} bytes, {@code true},
 * {@code null}, {@code t100:5} timestamps, {@code [..]} lists, {@code {name: value}} maps, {@code ss[..] ns[..] bs[..]} sets,
 * {@code i64[..] f64[..]} arrays.
 */
final class ValueNotation {
    private final String text;
    private int at;

    private ValueNotation(String text) {
        this.text = text;
    }

    static Value parse(String text) {
        ValueNotation notation = new ValueNotation(text);
        Value value = notation.value();
        notation.skip();
        if (notation.at != text.length()) {
            throw new IllegalArgumentException("unexpected: " + text.substring(notation.at) + " in: " + text);
        }
        return value;
    }

    /** The members of a map, without its braces. */
    static LinkedHashMap<String, Value> parseMembers(String text) {
        return new LinkedHashMap<>(((Value.ValueMap) parse("{" + text + "}")).values());
    }

    private Value value() {
        skip();
        if (take("x'")) {
            at--;
            return new Value.Bytes(HexFormat.of().parseHex(quoted()));
        }
        if (take("ss[")) {
            return new Value.TextSet(
                    list().stream().map(each -> ((Value.Text) each).value()).toList());
        }
        if (take("ns[")) {
            return new Value.DecimalSet(
                    list().stream().map(ValueNotation::number).toList());
        }
        if (take("bs[")) {
            return new Value.BytesSet(
                    list().stream().map(each -> ((Value.Bytes) each).value()).toList());
        }
        if (take("i64[")) {
            return new Value.Int64Array(list().stream()
                    .mapToLong(each -> ((Value.Int64) each).value())
                    .toArray());
        }
        if (take("f64[")) {
            return new Value.Float64Array(list().stream()
                    .mapToDouble(each -> number(each).doubleValue())
                    .toArray());
        }
        if (take("[")) {
            return new Value.ValueList(list());
        }
        if (take("{")) {
            return map();
        }
        if (text.charAt(at) == '\'') {
            return new Value.Text(quoted());
        }
        return word();
    }

    private Value word() {
        int start = at;
        while (at < text.length() && ",]} \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> Value.Bool.TRUE;
            case "false" -> Value.Bool.FALSE;
            case "null" -> Value.Null.NULL;
            case "nan" -> new Value.Float64(Double.NaN);
            default -> {
                if (word.startsWith("t")) {
                    String[] parts = word.substring(1).split(":");
                    yield new Value.Timestamp(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
                }
                yield word.endsWith("d")
                        ? new Value.Float64(Double.parseDouble(word.substring(0, word.length() - 1)))
                        : ValueCodec.narrow(new BigDecimal(word));
            }
        };
    }

    private static BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) -> number;
            default -> throw new IllegalArgumentException("value=" + value);
        };
    }

    private List<Value> list() {
        List<Value> values = new ArrayList<>();
        parts("]", () -> values.add(value()));
        return values;
    }

    private Value map() {
        LinkedHashMap<String, Value> values = new LinkedHashMap<>();
        parts("}", () -> {
            skip();
            String name;
            if (text.charAt(at) == '\'') {
                name = quoted();
            } else {
                int start = at;
                // A name may itself start with ':' or '#', as those of a request do.
                at++;
                while (text.charAt(at) != ':') {
                    at++;
                }
                name = text.substring(start, at).strip();
            }
            skip();
            if (!take(":")) {
                throw new IllegalArgumentException("expected ':' at " + at + " in: " + text);
            }
            values.put(name, value());
        });
        return new Value.ValueMap(values);
    }

    private void parts(String end, Runnable part) {
        skip();
        while (!take(end)) {
            part.run();
            skip();
            take(",");
            skip();
        }
    }

    private String quoted() {
        int end = text.indexOf('\'', at + 1);
        String content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String symbol) {
        boolean isThere = text.startsWith(symbol, at);
        at += isThere ? symbol.length() : 0;
        return isThere;
    }
}
