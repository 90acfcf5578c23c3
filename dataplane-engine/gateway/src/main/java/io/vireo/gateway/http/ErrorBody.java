package io.vireo.gateway.http;

import java.nio.charset.StandardCharsets;

/** The body of an error: {@code {"ErrorCode": -2, "ErrorMessage": "No such file or directory"}}. */
public final class ErrorBody {
    private ErrorBody() {}

    /** The body for this code and message, in UTF-8. */
    public static byte[] of(int errorCode, String message) {
        StringBuilder json = new StringBuilder(message.length() + 48);
        json.append("{\"ErrorCode\": ").append(errorCode).append(", \"ErrorMessage\": \"");
        for (int i = 0; i < message.length(); i++) {
            appendEscaped(json, message.charAt(i));
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendEscaped(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    json.append("\\u").append(String.format("%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }
}
