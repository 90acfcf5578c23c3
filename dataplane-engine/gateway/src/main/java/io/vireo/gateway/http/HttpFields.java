package io.vireo.gateway.http;

import io.netty.util.AsciiString;

/** Names and values of header fields, spelt as they go over the wire: clients of the native API compare some of them byte for byte. */
public final class HttpFields {
    public static final AsciiString ACCEPT_RANGES = AsciiString.cached("Accept-Ranges");
    public static final AsciiString AUTHORIZATION = AsciiString.cached("Authorization");
    public static final AsciiString CONNECTION = AsciiString.cached("Connection");
    public static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    public static final AsciiString CONTENT_RANGE = AsciiString.cached("Content-Range");
    public static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    public static final AsciiString DATE = AsciiString.cached("Date");
    public static final AsciiString ETAG = AsciiString.cached("ETag");
    public static final AsciiString EXPECT = AsciiString.cached("Expect");
    public static final AsciiString HOST = AsciiString.cached("Host");
    /** By which a writing request is known that may be sent again. */
    public static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("Idempotency-Key");

    public static final AsciiString LAST_MODIFIED = AsciiString.cached("Last-Modified");
    public static final AsciiString RANGE = AsciiString.cached("Range");
    public static final AsciiString RETRY_AFTER = AsciiString.cached("Retry-After");
    public static final AsciiString SERVER = AsciiString.cached("Server");
    public static final AsciiString TRANSFER_ENCODING = AsciiString.cached("Transfer-Encoding");
    public static final AsciiString WWW_AUTHENTICATE = AsciiString.cached("WWW-Authenticate");
    public static final AsciiString SESSION_KEY = AsciiString.cached("X-v3io-session-key");
    public static final AsciiString FUNCTION = AsciiString.cached("X-v3io-function");
    public static final AsciiString TRANSACTION_VERIFIER = AsciiString.cached("X-v3io-transaction-verifier");

    /** With {@link #CTIME_NSEC}: when the object was made whose inode number the path is. */
    public static final AsciiString CTIME_SEC = AsciiString.cached("ctime-sec");

    public static final AsciiString CTIME_NSEC = AsciiString.cached("ctime-nsec");
    /** With {@link #CONDITIONAL_MTIME_NSEC}: since when an item must have been written to be in a page. */
    public static final AsciiString CONDITIONAL_MTIME_SEC = AsciiString.cached("conditional-mtime-sec");

    public static final AsciiString CONDITIONAL_MTIME_NSEC = AsciiString.cached("conditional-mtime-nsec");

    static final AsciiString CHUNKED = AsciiString.cached("chunked");
    static final AsciiString CLOSE = AsciiString.cached("close");
    static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    static final AsciiString CONTINUE = AsciiString.cached("100-continue");
    static final AsciiString VIREO = AsciiString.cached("Vireo");

    /** Type of data-service answers. */
    public static final AsciiString JSON = AsciiString.cached("application/json");
    /** Type of listings. */
    public static final AsciiString XML = AsciiString.cached("application/xml");
    /** Type of bodies of which nothing is known. */
    public static final AsciiString OCTETS = AsciiString.cached("application/octet-stream");
    /** Type of log lines. */
    public static final AsciiString JSON_LINES = AsciiString.cached("application/x-ndjson");

    private HttpFields() {}
}
