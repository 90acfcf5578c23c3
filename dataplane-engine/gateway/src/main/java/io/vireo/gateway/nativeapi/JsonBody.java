package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.vireo.gateway.http.RefusedException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Bodies in JSON, read and written as streams of tokens. Reading is lenient about quotes, as clients in the field rely on. */
final class JsonBody {
    private static final int MAX_DEPTH = 128;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonBody() {}

    /** What to do with one property; the parser is at its value. */
    interface PropertyReader {
        /** Takes the value, or leaves the parser where it is. */
        void read(String name, JsonParser parser);
    }

    /**
     * Reads the one object that the body holds; an empty body is an empty object.
     *
     * @throws RefusedException 400 if it is not one
     */
    static void readObject(ByteBuf body, PropertyReader reader) {
        if (!body.isReadable()) {
            return;
        }
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), (InputStream) new ByteBufInputStream(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw RefusedException.invalid("body", "is not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                reader.read(name, parser);
                parser.skipChildren();
            }
        } catch (JacksonException malformed) {
            throw RefusedException.invalid("body", "is not well-formed JSON: " + malformed.getOriginalMessage());
        }
    }

    /** Writes one object; the buffer is the caller's. */
    static ByteBuf writeObject(ByteBufAllocator allocator, Consumer<JsonGenerator> properties) {
        ByteBuf buffer = allocator.buffer(512);
        boolean isWritten = false;
        try (JsonGenerator json = FACTORY.createGenerator(
                ObjectWriteContext.empty(), (OutputStream) new ByteBufOutputStream(buffer), JsonEncoding.UTF8)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
            isWritten = true;
        } finally {
            if (!isWritten) {
                buffer.release();
            }
        }
        return buffer;
    }

    /** A text; a number or truth value stands for its text. */
    static String text(JsonParser parser, String field) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token == null || !token.isScalarValue()) {
            throw RefusedException.invalid(field, "is not a string");
        }
        String text = parser.getString();
        if (!isText(text)) {
            throw RefusedException.invalid(field, "holds half of a surrogate pair");
        }
        return text;
    }

    /** Whether it can be kept as UTF-8; an escape may make half of a surrogate pair, which would be kept as another text. */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.codePointAt(text, i) < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** A whole number, which may stand in quotes. */
    static long wholeNumber(JsonParser parser, String field, long min, long max) {
        return wholeNumber(text(parser, field), field, min, max);
    }

    /** A whole number in decimal digits. */
    static long wholeNumber(String text, String field, long min, long max) {
        long value;
        try {
            value = Long.parseLong(text.strip());
        } catch (NumberFormatException notANumber) {
            throw RefusedException.invalid(field, "is not a whole number");
        }
        if (value < min || value > max) {
            throw RefusedException.invalid(field, "is out of range: value=" + value + " min=" + min + " max=" + max);
        }
        return value;
    }

    /** A truth value, which may stand in quotes. */
    static boolean truth(JsonParser parser, String field) {
        return switch (text(parser, field).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw RefusedException.invalid(field, "is not true or false");
        };
    }

    /** Bytes in base64. */
    static byte[] base64(String text, String field) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.invalid(field, "is not base64");
        }
    }
}
