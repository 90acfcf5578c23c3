package io.vireo.console.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.vireo.console.page.Figures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A look into a body: text and JSON as text, pictures as pictures, the first bytes of anything else. */
final class Preview {
    /** Bytes that are read of a body that is shown as text. */
    static final int TEXT_LENGTH = 64 * 1024;

    private static final long MAX_IMAGE_LENGTH = 25_000_000;
    private static final int HEX_LENGTH = 256;
    // Not SVG: it is a program as much as a picture, and is shown as text.
    private static final Map<String, String> IMAGES = Map.of(
            "png",
            "image/png",
            "jpg",
            "image/jpeg",
            "jpeg",
            "image/jpeg",
            "gif",
            "image/gif",
            "webp",
            "image/webp",
            "avif",
            "image/avif");
    private static final Set<String> TEXTS = Set.of(
            "txt", "md", "csv", "log", "xml", "html", "yaml", "yml", "py", "js", "ts", "sql", "svg", "toml", "ini",
            "sh");

    private Preview() {}

    /** Reads a body; called again each time that the browser asks. */
    interface Source {
        /** At most so many bytes of the start. */
        GatewayClient.Body open(long maxLength);
    }

    /** Icon for a file of this name. */
    static String iconOf(String name) {
        String extension = extension(name);
        if (IMAGES.containsKey(extension)) {
            return "image";
        }
        if (extension.equals("json")) {
            return "braces";
        }
        return TEXTS.contains(extension) ? "file-text" : "file";
    }

    /** Type of a file of this name, for people. */
    static String typeOf(String name) {
        String extension = extension(name);
        if (extension.equals("json")) {
            return "application/json";
        }
        return IMAGES.getOrDefault(
                extension, TEXTS.contains(extension) ? "text/" + extension : "application/octet-stream");
    }

    /** Shows a body. */
    static Component of(DataRecord record, Source source) {
        Div preview = new Div();
        preview.addClassName("vr-preview");
        preview.setTestId("preview");
        if (record.length() == 0) {
            return new Span();
        }
        String image = IMAGES.get(extension(record.name()));
        if (image != null && record.length() <= MAX_IMAGE_LENGTH) {
            preview.add(picture(record, image, source));
            return preview;
        }
        byte[] bytes;
        try (GatewayClient.Body body = source.open(TEXT_LENGTH)) {
            bytes = body.content().readNBytes(TEXT_LENGTH);
        } catch (IOException e) {
            throw new DataException(DataException.Code.GATEWAY_UNAVAILABLE, "the body could not be read", e);
        }
        boolean isWhole = bytes.length == record.length();
        Pre text = new Pre(text(record.name(), bytes, isWhole));
        text.getElement().setAttribute("tabindex", "0");
        preview.add(text);
        if (!isWhole) {
            Paragraph note =
                    new Paragraph("The first " + Figures.bytes(bytes.length) + " of " + Figures.bytes(record.length()));
            note.addClassNames("xs", "t2");
            note.getStyle().set("padding", "4px 16px");
            preview.add(note);
        }
        return preview;
    }

    private static Image picture(DataRecord record, String type, Source source) {
        DownloadHandler handler = event -> {
            try (GatewayClient.Body body = source.open(Long.MAX_VALUE)) {
                event.setContentType(type);
                event.getResponse().setHeader("X-Content-Type-Options", "nosniff");
                event.getResponse().setHeader("Cache-Control", "no-store");
                if (body.length() >= 0) {
                    event.setContentLength(body.length());
                }
                body.content().transferTo(event.getOutputStream());
            }
        };
        Image picture = new Image(handler, record.name());
        picture.addClassName("fit");
        return picture;
    }

    private static String text(String name, byte[] bytes, boolean isWhole) {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        // The end of the piece may cut a character in two: that is no error.
        boolean isMalformed = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), characters, false)
                .isError();
        if (isMalformed || new String(bytes, UTF_8).indexOf('\0') >= 0) {
            return hex(bytes);
        }
        String text = characters.flip().toString();
        if (isWhole && extension(name).equals("json")) {
            try {
                JsonMapper mapper = JsonMapper.shared();
                return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(text));
            } catch (JacksonException e) {
                return text; // not what its name says; the person sees that best as it is
            }
        }
        return text;
    }

    private static String hex(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        for (int offset = 0; offset < Math.min(bytes.length, HEX_LENGTH); offset += 16) {
            dump.append("%06x ".formatted(offset));
            StringBuilder letters = new StringBuilder();
            for (int index = offset; index < Math.min(bytes.length, offset + 16); index++) {
                dump.append(" %02x".formatted(bytes[index]));
                letters.append(bytes[index] >= 32 && bytes[index] < 127 ? (char) bytes[index] : '.');
            }
            dump.append("  ").append(letters).append('\n');
        }
        return dump.toString();
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
