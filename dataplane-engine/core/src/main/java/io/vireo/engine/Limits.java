package io.vireo.engine;

/** Every bound of the engine, in one place. Lengths are in bytes. The relations between them are asserted by a test. */
public final class Limits {
    /** Of a path, in UTF-8. */
    public static final int PATH_LENGTH = 4_096;

    /** Of one segment of a path, in UTF-8. */
    public static final int PATH_SEGMENT_LENGTH = 3_584;

    /** Of a row's partition key, before it is escaped for the path. */
    public static final int PARTITION_KEY_LENGTH = 2_048;

    /** Of a row's sort key, before it is escaped for the path. */
    public static final int SORT_KEY_LENGTH = 1_024;

    /** Of a key of an index: a path with its container, or with what else orders it. */
    public static final int KEY_LENGTH = 2 * PATH_LENGTH;

    /** Of an attribute's name, in UTF-8. */
    public static final int ATTRIBUTE_NAME_LENGTH = 255;

    /** Of an attribute's value, encoded. */
    public static final int ATTRIBUTE_VALUE_LENGTH = 1 << 20;

    /** Of all attributes of an item, encoded. */
    public static final int ATTRIBUTES_LENGTH = 3 << 19;

    /** Attributes of an item. */
    public static final int ATTRIBUTE_COUNT = 4_096;

    /** Values inside values. */
    public static final int VALUE_DEPTH = 32;

    /** Of a member's name in a map, in UTF-8. */
    public static final int MEMBER_NAME_LENGTH = 65_535;

    /** Significant digits of a decimal. */
    public static final int DECIMAL_DIGITS = 38;

    /** Exponent of the first digit of the largest decimal: 9.99…E+125. */
    public static final int DECIMAL_EXPONENT_MAX = 125;

    /** Exponent of the first digit of the smallest decimal: 1E-130. */
    public static final int DECIMAL_EXPONENT_MIN = -130;

    /** Of a decimal that a client writes: every digit and zero that its range allows, sign, point and exponent. */
    public static final int DECIMAL_TEXT_LENGTH = 320;

    /** Bytes of a body that one request carries. */
    public static final int BODY_PART_LENGTH = 16 << 20;

    /** Of a body. */
    public static final long BODY_LENGTH = 5L << 40;

    /** Bytes of a body that share a checksum. */
    public static final int BODY_BLOCK_LENGTH = 64 << 10;

    /** Parts that a body is assembled of. */
    public static final int PART_COUNT = 10_000;

    /** Extents of a body that is appended to, when they are shorter than a block on average. */
    public static final int BODY_SHORT_EXTENT_COUNT = 1_024;

    /** Of a request, with all that it holds but its body. */
    public static final int REQUEST_LENGTH = 5 << 20;

    /** Records of one append. */
    public static final int APPEND_COUNT = 1_000;

    /** Of the records of one append, encoded. */
    public static final int APPEND_LENGTH = 4 << 20;

    /** Shards of a stream. */
    public static final int SHARD_COUNT = 4_096;

    /** Records of one read. */
    public static final int READ_COUNT = 1_000;

    /** Entries of one page of a listing. */
    public static final int PAGE_COUNT = 1_000;

    /** Items that one page of a listing may look at: a filter that admits few must not hold up everybody else. */
    public static final int PAGE_EXAMINED_COUNT = 4_000;

    /** Bytes of records that one page of a listing may look at. */
    public static final long PAGE_EXAMINED_LENGTH = 16 << 20;

    /** Records that a page of a listing, or of a stream, has read from the disk at a time. */
    public static final int PAGE_FETCH_COUNT = 64;

    /** Changes of a page of a feed. */
    public static final int FEED_COUNT = 1_000;

    /** Bytes of the log that a page of a feed may look at. */
    public static final long FEED_EXAMINED_LENGTH = 16 << 20;

    /** How long a page of a feed may wait for a change. */
    public static final long FEED_WAIT_MS = 20_000;

    /** Items that have expired and are removed at a time. */
    public static final int EXPIRED_COUNT = 32;

    /** Of the name of a secondary index. */
    public static final int INDEX_NAME_LENGTH = 255;

    /** Local secondary indexes of a table. */
    public static final int LOCAL_INDEX_COUNT = 5;

    /** Global secondary indexes of a table. */
    public static final int GLOBAL_INDEX_COUNT = 20;

    /** Attributes that the entries of an index hold by name. */
    public static final int INDEX_PROJECTION_COUNT = 100;

    /** Changes of rows that a reactor makes entries of at a time. */
    public static final int INDEX_BATCH_COUNT = 256;

    /** Of the records of those changes, about. */
    public static final int INDEX_BATCH_LENGTH = 1 << 20;

    /** Segments of a scan. */
    public static final int SEGMENT_COUNT = 1_024;

    /** Requests of a batch. */
    public static final int BATCH_COUNT = 256;

    /** Of a client's token. */
    public static final int TOKEN_LENGTH = 64;

    /** Answers that a partition remembers for tokens. */
    public static final int TOKEN_COUNT = 65_536;

    /** For how long an answer is remembered for a token, in nanoseconds. */
    public static final long TOKEN_NS = 600_000_000_000L;

    /** Keys of rows that indexes lack because they cannot be read, of a reactor, in bytes: it keeps them in an attribute. */
    public static final int UNREAD_ROWS_LENGTH = 256 << 10;

    /** Requests of a transaction over several reactors. */
    public static final int TRANSACTION_COUNT = 100;

    /** Of a transaction over several reactors: its message, and apart from that its bodies. */
    public static final int INTENT_LENGTH = 4 << 20;

    /** Of the intents of a reactor that are not decided, without their bodies. */
    public static final long INTENTS_LENGTH = 16 << 20;

    /** From when a transaction over several reactors came to when it is decided, or aborted, in nanoseconds. */
    public static final long TRANSACTION_NS = 1_000_000_000;

    /** Of an expression of the native language, in UTF-8: it may hold a value to append. */
    public static final int EXPRESSION_LENGTH = 1 << 20;

    /** Words of an expression of the native language: names, literals and marks. */
    public static final int EXPRESSION_TOKEN_COUNT = 16_384;

    /** Nesting of an expression. */
    public static final int EXPRESSION_DEPTH = 64;

    /** Of an expression of DynamoDB's language, in UTF-8. */
    public static final int DYNAMO_EXPRESSION_LENGTH = 4_096;

    /** Operators and functions of an expression of DynamoDB's language. */
    public static final int DYNAMO_OPERATOR_COUNT = 300;

    /** Operands of {@code IN} in DynamoDB's language. */
    public static final int DYNAMO_CHOICE_COUNT = 100;

    /** Steps of a document path: as many as a value has levels. */
    public static final int DYNAMO_PATH_DEPTH = VALUE_DEPTH;

    /** Of the name behind a {@code #}, with it. */
    public static final int DYNAMO_NAME_LENGTH = 255;

    /** Of all values that come with expressions, encoded. */
    public static final int DYNAMO_VALUES_LENGTH = 2 << 20;

    /** Statements of an update. */
    public static final int EXPRESSION_STATEMENT_COUNT = 256;

    /** Bytes and elements that evaluating an expression may produce, counting what it throws away. */
    public static final long EXPRESSION_WORK = 32 << 20;

    /** Choices of {@code IN}. */
    public static final int EXPRESSION_CHOICE_COUNT = 1_024;

    /** Compiled expressions that a reactor keeps. */
    public static final int EXPRESSION_CACHE_COUNT = 1_024;

    /** Of an expression that is worth keeping compiled. */
    public static final int EXPRESSION_CACHED_LENGTH = 1 << 10;

    /** Pinned bodies of a channel. */
    public static final int PIN_COUNT = 1_024;

    /** Bodies under way of a channel. */
    public static final int STAGE_COUNT = 256;

    /** Requests that a reactor takes from one channel before it looks at the next. */
    public static final int CHANNEL_ROUND_COUNT = 64;

    /** Of what one commit writes. */
    public static final int COMMIT_LENGTH = 24 << 20;

    /** Of what a commit collects before it is written, whatever else waits. */
    public static final int COMMIT_TARGET_LENGTH = 4 << 20;

    /** Partitions of an engine. */
    public static final int PARTITION_COUNT = 4_096;

    /** Of the memory outside the heap that a reactor needs at least. */
    public static final long MEMORY_LENGTH_MIN = 4 << 20;

    /** Reactors of an engine. */
    public static final int REACTOR_COUNT = 256;

    /** Of a journal segment, at least. */
    public static final long SEGMENT_LENGTH_MIN = 1 << 20;

    /** Of a journal segment, at most: an offset in it is 31 bits. */
    public static final long SEGMENT_LENGTH_MAX = 1 << 30;

    /** From the acknowledgement of a write by the interval to when it is written down, in nanoseconds. */
    public static final long INTERVAL_NS = 100_000_000;

    private Limits() {}
}
