package io.vireo.gateway.nativeapi;

import io.vireo.client.AttributeValue;
import io.vireo.client.AttributeValue.Bool;
import io.vireo.client.AttributeValue.Bytes;
import io.vireo.client.AttributeValue.BytesSet;
import io.vireo.client.AttributeValue.Decimal;
import io.vireo.client.AttributeValue.DecimalSet;
import io.vireo.client.AttributeValue.Float64;
import io.vireo.client.AttributeValue.Float64Array;
import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Int64Array;
import io.vireo.client.AttributeValue.Null;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.AttributeValue.TextSet;
import io.vireo.client.AttributeValue.Timestamp;
import io.vireo.client.AttributeValue.ValueList;
import io.vireo.client.AttributeValue.ValueMap;
import io.vireo.client.Expiry;
import io.vireo.gateway.http.RefusedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Typed values in JSON: {@code {"S": "text"}}, {@code {"N": "1"}}, {@code {"BOOL": true}}, {@code {"B": "base64"}}, {@code {"TS":
 * "seconds:nanos"}}, and {@code L M SS NS BS NULL} for what other APIs may have written. A whole number has no point, any other
 * number has one.
 */
final class ValueJson {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 38;
    private static final long NANOS = 1_000_000_000L;
    private static final int MAX_NUMBER_LENGTH = 400;

    private ValueJson() {}

    /**
     * Where a value stands, written out only in a refusal: names are long, and a request has many values below each of them.
     *
     * @param around what holds it; null: nothing
     */
    private record Field(@Nullable Field around, String name) {
        private static final int MAX_LENGTH = 512;

        @Override
        public String toString() {
            String path = around == null ? name : around + "." + name;
            return path.length() <= MAX_LENGTH ? path : path.substring(0, MAX_LENGTH) + "…";
        }
    }

    // ---- reading

    /** Reads an object of attributes; the parser is at its start, and afterwards at its end. */
    static SequencedMap<String, AttributeValue> readAttributes(JsonParser parser, String field) {
        return readMap(parser, new Field(null, field), 0);
    }

    /** Reads one typed value; the parser is at its start, and afterwards at its end. */
    static AttributeValue readValue(JsonParser parser, String field) {
        return readValue(parser, new Field(null, field), 0);
    }

    /** Reads a list of typed values; the parser is at its start, and afterwards at its end. */
    static List<AttributeValue> readValues(JsonParser parser, String field) {
        return list(parser, new Field(null, field), 0);
    }

    private static SequencedMap<String, AttributeValue> readMap(JsonParser parser, Field field, int depth) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RefusedException.invalid(field.toString(), "is not an object");
        }
        SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName(), field);
            parser.nextToken();
            attributes.put(name, readValue(parser, new Field(field, name), depth));
        }
        return attributes;
    }

    private static AttributeValue readValue(JsonParser parser, Field field, int depth) {
        if (depth > MAX_DEPTH) {
            throw RefusedException.invalid(field.toString(), "is nested too deeply: max=" + MAX_DEPTH);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.PROPERTY_NAME) {
            throw RefusedException.invalid(field.toString(), "is not a typed value such as {\"S\": \"text\"}");
        }
        String type = parser.currentName();
        JsonToken token = parser.nextToken();
        AttributeValue value =
                switch (type) {
                    case "S" -> new Text(scalar(parser, token, field));
                    case "N" -> number(scalar(parser, token, field), field);
                    case "BOOL" -> new Bool(truth(parser, token, field));
                    case "B" -> bytes(parser, token, field);
                    case "TS" -> timestamp(scalar(parser, token, field), field);
                    case "NULL" -> nothing(token, field);
                    case "L" -> new ValueList(list(parser, field, depth));
                    case "M" -> new ValueMap(readMap(parser, field, depth + 1));
                    case "SS" -> new TextSet(strings(parser, field));
                    case "NS" -> new DecimalSet(strings(parser, field));
                    case "BS" -> new BytesSet(byteStrings(parser, field));
                    default -> throw RefusedException.invalid(field.toString(), "has an unknown type: type=" + type);
                };
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw RefusedException.invalid(field.toString(), "has more than one type");
        }
        return value;
    }

    private static String wellFormed(String text, Field field) {
        if (!JsonBody.isText(text)) {
            throw RefusedException.invalid(field.toString(), "holds half of a surrogate pair");
        }
        return text;
    }

    private static String scalar(JsonParser parser, JsonToken token, Field field) {
        if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw RefusedException.invalid(field.toString(), "is not a string");
        }
        return wellFormed(parser.getString(), field);
    }

    /** Whatever stands for it; but nothing that holds something, which would be read as the rest of the request. */
    private static AttributeValue nothing(JsonToken token, Field field) {
        if (!token.isScalarValue()) {
            throw RefusedException.invalid(field.toString(), "is not a plain value");
        }
        return Null.NULL;
    }

    private static boolean truth(JsonParser parser, JsonToken token, Field field) {
        return switch (scalar(parser, token, field)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedException.invalid(field.toString(), "is not true or false");
        };
    }

    private static AttributeValue bytes(JsonParser parser, JsonToken token, Field field) {
        byte[] bytes = binary(parser, token, field);
        AttributeValue array = ArrayBlob.decode(bytes);
        return array == null ? new Bytes(bytes) : array;
    }

    private static byte[] binary(JsonParser parser, JsonToken token, Field field) {
        try {
            return Base64.getDecoder().decode(scalar(parser, token, field));
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.invalid(field.toString(), "is not base64");
        }
    }

    /** A number as clients write them; whole ones are exact up to 38 digits. */
    private static AttributeValue number(String text, Field field) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > MAX_NUMBER_LENGTH) {
            throw RefusedException.invalid(field.toString(), "is not a number");
        }
        try {
            if (isWhole(digits)) {
                BigInteger whole =
                        digits.length() < 19 ? BigInteger.valueOf(Long.parseLong(digits)) : new BigInteger(digits);
                if (whole.bitLength() < Long.SIZE) {
                    return new Int64(whole.longValue());
                }
                if (new BigDecimal(whole).precision() > MAX_DIGITS) {
                    throw RefusedException.invalid(field.toString(), "has too many digits: max=" + MAX_DIGITS);
                }
                return new Decimal(whole.toString());
            }
            return new Float64(floating(digits));
        } catch (NumberFormatException notANumber) {
            throw RefusedException.invalid(field.toString(), "is not a number");
        }
    }

    private static boolean isWhole(String digits) {
        int start = digits.charAt(0) == '-' || digits.charAt(0) == '+' ? 1 : 0;
        for (int i = start; i < digits.length(); i++) {
            if (!Character.isDigit(digits.charAt(i))) {
                return false;
            }
        }
        return digits.length() > start;
    }

    private static double floating(String text) {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                char last = text.charAt(text.length() - 1);
                if (!Character.isDigit(last) && last != '.') {
                    throw new NumberFormatException(text); // Java alone takes 1d and 1f
                }
                yield Double.parseDouble(text);
            }
        };
    }

    /** When an item expires: a time as that of a {@code TS}, or {@code never}. */
    static Expiry readExpiry(String text, String field) {
        if (text.equals("never")) {
            return Expiry.NEVER;
        }
        Timestamp time = timestamp(text, new Field(null, field));
        if (time.seconds() < 0 || time.seconds() >= Long.MAX_VALUE / NANOS) {
            throw RefusedException.invalid(field, "is out of range: value=" + text);
        }
        long timeNs = time.seconds() * NANOS + time.nanos();
        return timeNs == 0 ? Expiry.at(1) : Expiry.at(timeNs);
    }

    private static Timestamp timestamp(String text, Field field) {
        int colon = text.indexOf(':');
        try {
            long seconds = Long.parseLong(colon < 0 ? text : text.substring(0, colon));
            int nanos = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
            if (nanos >= 0 && nanos < 1_000_000_000) {
                return new Timestamp(seconds, nanos);
            }
        } catch (NumberFormatException notANumber) {
            // told below, like nanoseconds out of range
        }
        throw RefusedException.invalid(field.toString(), "is not seconds:nanoseconds");
    }

    private static List<AttributeValue> list(JsonParser parser, Field field, int depth) {
        List<AttributeValue> values = new ArrayList<>();
        requireArray(parser, field);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(parser, field, depth + 1));
        }
        return values;
    }

    private static List<String> strings(JsonParser parser, Field field) {
        List<String> values = new ArrayList<>();
        requireArray(parser, field);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(scalar(parser, token, field));
        }
        return values;
    }

    private static List<byte[]> byteStrings(JsonParser parser, Field field) {
        List<byte[]> values = new ArrayList<>();
        requireArray(parser, field);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(binary(parser, token, field));
        }
        return values;
    }

    private static void requireArray(JsonParser parser, Field field) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RefusedException.invalid(field.toString(), "is not a list");
        }
    }

    // ---- writing

    /** Writes attributes as properties of the object that is open. */
    static void writeAttributes(JsonGenerator json, SequencedMap<String, AttributeValue> attributes) {
        attributes.forEach((name, value) -> {
            json.writeName(name);
            write(json, value);
        });
    }

    private static void write(JsonGenerator json, AttributeValue value) {
        json.writeStartObject();
        switch (value) {
            case Text(String text) -> json.writeStringProperty("S", text);
            case Int64(long number) -> json.writeStringProperty("N", Long.toString(number));
            case Float64(double number) -> json.writeStringProperty("N", Double.toString(number));
            case Decimal(String number) -> json.writeStringProperty("N", number);
            case Bool(boolean truth) -> json.writeBooleanProperty("BOOL", truth);
            case Bytes(byte[] bytes) -> json.writeBinaryProperty("B", bytes);
            case Int64Array(long[] numbers) -> json.writeBinaryProperty("B", ArrayBlob.encode(numbers));
            case Float64Array(double[] numbers) -> json.writeBinaryProperty("B", ArrayBlob.encode(numbers));
            case Timestamp(long seconds, int nanos) -> json.writeStringProperty("TS", seconds + ":" + nanos);
            case Null _ -> json.writeBooleanProperty("NULL", true);
            case ValueList(List<AttributeValue> values) -> {
                json.writeArrayPropertyStart("L");
                values.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            case ValueMap(SequencedMap<String, AttributeValue> values) -> {
                json.writeObjectPropertyStart("M");
                writeAttributes(json, values);
                json.writeEndObject();
            }
            case TextSet(List<String> values) -> writeStrings(json, "SS", values);
            case DecimalSet(List<String> values) -> writeStrings(json, "NS", values);
            case BytesSet(List<byte[]> values) -> {
                json.writeArrayPropertyStart("BS");
                values.forEach(json::writeBinary);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void writeStrings(JsonGenerator json, String type, List<String> values) {
        json.writeArrayPropertyStart(type);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
