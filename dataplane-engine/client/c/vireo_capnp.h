/* Of vireo.c: memory of replies, and Cap'n Proto in both directions, down to items and attributes. */
#include <stdlib.h>
#include <string.h>

#include "vireo.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "messages and rings are little-endian, and are read in place"
#endif

#define DEPTH_MAX 64
#define TRAVERSALS 64
#define TRAVERSAL_WORDS_MIN 8192

static const vireo_bytes NOTHING = {"", 0};

/* ---- memory of a reply: blocks that are freed together ---- */

struct block {
    struct block *next;
    _Alignas(max_align_t) unsigned char bytes[];
};

static void *keep(void **memory, size_t length) {
    struct block *block = malloc(sizeof *block + length);
    if (block == NULL) {
        return NULL;
    }
    block->next = *memory;
    *memory = block;
    return block->bytes;
}

static void *keep_array(void **memory, size_t count, size_t length) {
    return count > SIZE_MAX / 2 / length ? NULL : keep(memory, count * length);
}

void vireo_release(vireo_reply *reply) {
    for (struct block *block = reply->memory; block != NULL;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    memset(reply, 0, sizeof *reply);
}

/* ---- Cap'n Proto, written: structs at the end of one growing segment (capnproto.org/encoding.html) ---- */

struct builder {
    unsigned char *bytes;
    size_t length;
    size_t capacity;
    int has_failed; /* no memory: all further writes do nothing */
};

/* A struct under construction, by offsets, as the buffer moves. */
struct writer {
    struct builder *b;
    size_t data;
    size_t pointers;
};

static size_t grow(struct builder *b, size_t length) {
    length = (length + 7) & ~(size_t)7;
    if (!b->has_failed && b->capacity - b->length < length) {
        size_t capacity = b->capacity * 2 > b->length + length ? b->capacity * 2 : b->length + length + 512;
        unsigned char *bytes = realloc(b->bytes, capacity);
        if (bytes == NULL) {
            b->has_failed = 1;
        } else {
            b->bytes = bytes;
            b->capacity = capacity;
        }
    }
    size_t start = b->length;
    if (!b->has_failed) {
        memset(b->bytes + start, 0, length);
        b->length += length;
    }
    return start;
}

static void write_at(struct builder *b, size_t at, const void *value, size_t length) {
    if (!b->has_failed) {
        memcpy(b->bytes + at, value, length);
    }
}

static void put16(struct writer w, size_t at, uint16_t value) { write_at(w.b, w.data + at, &value, sizeof value); }

static void put32(struct writer w, size_t at, uint32_t value) { write_at(w.b, w.data + at, &value, sizeof value); }

static void put64(struct writer w, size_t at, uint64_t value) { write_at(w.b, w.data + at, &value, sizeof value); }

static void put_bit(struct writer w, size_t bit, int value) {
    if (!w.b->has_failed && value) {
        w.b->bytes[w.data + bit / 8] |= (unsigned char)(1u << bit % 8);
    }
}

static void point(struct builder *b, size_t at, size_t start, uint64_t shape) {
    uint64_t word = (uint64_t)(uint32_t)((start - at - 8) / 8 << 2) | shape;
    write_at(b, at, &word, sizeof word);
}

static struct writer put_struct(struct writer w, int pointer, size_t data_words, size_t pointers) {
    size_t at = w.pointers + 8 * (size_t)pointer;
    size_t start = grow(w.b, 8 * (data_words + pointers));
    uint64_t word = (uint64_t)data_words << 32 | (uint64_t)pointers << 48;
    if (data_words + pointers == 0) {
        word |= 0xFFFFFFFC; /* an empty struct lies at its own pointer */
        write_at(w.b, at, &word, sizeof word);
    } else {
        point(w.b, at, start, word);
    }
    return (struct writer){w.b, start, start + 8 * data_words};
}

/* A list of structs; `element` gives each. */
static struct writer put_structs(struct writer w, int pointer, size_t count, size_t data_words, size_t pointers) {
    size_t words = count * (data_words + pointers);
    size_t start = grow(w.b, 8 + 8 * words);
    point(w.b, w.pointers + 8 * (size_t)pointer, start, 1 | 7ull << 32 | (uint64_t)words << 35);
    uint64_t tag = (uint64_t)count << 2 | (uint64_t)data_words << 32 | (uint64_t)pointers << 48;
    write_at(w.b, start, &tag, sizeof tag);
    return (struct writer){w.b, start + 8, start + 8 + 8 * data_words};
}

static struct writer element(struct writer first, size_t index, size_t data_words, size_t pointers) {
    size_t offset = index * 8 * (data_words + pointers);
    return (struct writer){first.b, first.data + offset, first.pointers + offset};
}

static void put_raw(struct builder *b, size_t at, vireo_bytes value, size_t mark) {
    size_t start = grow(b, value.length + mark);
    if (value.length > 0) {
        write_at(b, start, value.bytes, value.length);
    }
    point(b, at, start, 1 | 2ull << 32 | (uint64_t)(value.length + mark) << 35);
}

static void put_data(struct writer w, int pointer, vireo_bytes value) {
    put_raw(w.b, w.pointers + 8 * (size_t)pointer, value, 0);
}

static void put_text(struct writer w, int pointer, vireo_bytes value) {
    if (value.length > 0) {
        put_raw(w.b, w.pointers + 8 * (size_t)pointer, value, 1);
    }
}

/* A list of words, or of pointers; the offset of its first. */
static size_t put_words(struct writer w, int pointer, uint64_t element_size, size_t count) {
    size_t start = grow(w.b, 8 * count);
    point(w.b, w.pointers + 8 * (size_t)pointer, start, 1 | element_size << 32 | (uint64_t)count << 35);
    return start;
}

static void put_set(struct writer w, int pointer, const vireo_bytes *items, size_t count, size_t mark) {
    size_t start = put_words(w, pointer, 6, count);
    for (size_t i = 0; i < count; i++) {
        put_raw(w.b, start + 8 * i, items[i], mark);
    }
}

static void put_attributes(struct writer w, int pointer, const vireo_attribute *attributes, size_t count, int depth);

static void put_value(struct writer w, const vireo_value *value, int depth) {
    if (depth > DEPTH_MAX) { /* the engine refuses less than that, and says so */
        return;
    }
    put16(w, VIREO_VALUE_WHICH_AT, (uint16_t)value->which);
    switch (value->which) {
        case VIREO_VALUE_IS_BOOL:
            put_bit(w, VIREO_VALUE_BOOL_BIT, value->as.boolean);
            break;
        case VIREO_VALUE_IS_INTEGER:
            put64(w, VIREO_VALUE_INTEGER_AT, (uint64_t)value->as.integer);
            break;
        case VIREO_VALUE_IS_DOUBLE:
            write_at(w.b, w.data + VIREO_VALUE_DOUBLE_AT, &value->as.float64, sizeof value->as.float64);
            break;
        case VIREO_VALUE_IS_DECIMAL:
        case VIREO_VALUE_IS_TEXT:
            put_raw(w.b, w.pointers + 8 * VIREO_VALUE_TEXT_PTR, value->as.bytes, 1);
            break;
        case VIREO_VALUE_IS_BYTES:
            put_data(w, VIREO_VALUE_BYTES_PTR, value->as.bytes);
            break;
        case VIREO_VALUE_IS_TIMESTAMP:
            put64(w, VIREO_VALUE_TIMESTAMP_SECONDS_AT, (uint64_t)value->as.timestamp.seconds);
            put32(w, VIREO_VALUE_TIMESTAMP_NANOS_AT, value->as.timestamp.nanos);
            break;
        case VIREO_VALUE_IS_LIST: {
            size_t count = value->as.list.count;
            struct writer first = put_structs(w, VIREO_VALUE_LIST_PTR, count, VIREO_VALUE_DATA_WORDS, VIREO_VALUE_POINTERS);
            for (size_t i = 0; i < count; i++) {
                put_value(element(first, i, VIREO_VALUE_DATA_WORDS, VIREO_VALUE_POINTERS), &value->as.list.items[i], depth + 1);
            }
            break;
        }
        case VIREO_VALUE_IS_MAP:
            put_attributes(w, VIREO_VALUE_MAP_PTR, value->as.map.items, value->as.map.count, depth + 1);
            break;
        case VIREO_VALUE_IS_TEXT_SET:
        case VIREO_VALUE_IS_DECIMAL_SET:
            put_set(w, VIREO_VALUE_TEXT_SET_PTR, value->as.set.items, value->as.set.count, 1);
            break;
        case VIREO_VALUE_IS_BYTES_SET:
            put_set(w, VIREO_VALUE_BYTES_SET_PTR, value->as.set.items, value->as.set.count, 0);
            break;
        case VIREO_VALUE_IS_INTEGER_ARRAY: {
            size_t start = put_words(w, VIREO_VALUE_INTEGER_ARRAY_PTR, 5, value->as.integers.count);
            write_at(w.b, start, value->as.integers.items, 8 * value->as.integers.count);
            break;
        }
        case VIREO_VALUE_IS_DOUBLE_ARRAY: {
            size_t start = put_words(w, VIREO_VALUE_DOUBLE_ARRAY_PTR, 5, value->as.doubles.count);
            write_at(w.b, start, value->as.doubles.items, 8 * value->as.doubles.count);
            break;
        }
        default:
            break;
    }
}

static void put_attributes(struct writer w, int pointer, const vireo_attribute *attributes, size_t count, int depth) {
    struct writer first = put_structs(w, pointer, count, VIREO_ATTRIBUTE_DATA_WORDS, VIREO_ATTRIBUTE_POINTERS);
    for (size_t i = 0; i < count; i++) {
        struct writer attribute = element(first, i, VIREO_ATTRIBUTE_DATA_WORDS, VIREO_ATTRIBUTE_POINTERS);
        put_text(attribute, VIREO_ATTRIBUTE_NAME_PTR, attributes[i].name);
        struct writer value = put_struct(attribute, VIREO_ATTRIBUTE_VALUE_PTR, VIREO_VALUE_DATA_WORDS, VIREO_VALUE_POINTERS);
        put_value(value, &attributes[i].value, depth);
    }
}

/* ---- Cap'n Proto, read: every pointer is held against the one segment that the engine writes ---- */

struct message {
    const unsigned char *start;
    const unsigned char *end;
    uint64_t budget; /* words that may still be read, so that pointers to the same place cost */
    int is_broken;
    void **memory;
};

struct view {
    struct message *m;
    const unsigned char *data;
    size_t data_length;
    const unsigned char *pointers;
    size_t pointer_count;
    int depth;
};

static uint64_t load64(const unsigned char *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static struct view broken(struct message *m) {
    m->is_broken = 1;
    return (struct view){m, NULL, 0, NULL, 0, DEPTH_MAX};
}

static const unsigned char *content(struct message *m, const unsigned char *at, int64_t offset_words, uint64_t words) {
    int64_t here = (at + 8 - m->start) / 8 + offset_words;
    uint64_t limit = (uint64_t)(m->end - m->start) / 8;
    if (here < 0 || (uint64_t)here > limit || words > limit - (uint64_t)here || words > m->budget) {
        m->is_broken = 1;
        return NULL;
    }
    m->budget -= words;
    return m->start + 8 * here;
}

static int64_t offset_of(uint64_t word) { return (int32_t)(uint32_t)word >> 2; }

static struct view view_at(struct message *m, const unsigned char *at, int depth) {
    uint64_t word = load64(at);
    if (word == 0) {
        return (struct view){m, NULL, 0, NULL, 0, depth};
    }
    size_t data_words = word >> 32 & 0xFFFF;
    size_t pointers = word >> 48;
    if ((word & 3) != 0 || depth >= DEPTH_MAX) {
        return broken(m);
    }
    const unsigned char *start = content(m, at, offset_of(word), data_words + pointers);
    if (start == NULL) {
        return broken(m);
    }
    return (struct view){m, start, 8 * data_words, start + 8 * data_words, pointers, depth + 1};
}

static int message_of(struct message *m, const unsigned char *bytes, size_t length, void **memory, struct view *root) {
    uint32_t segments, words;
    if (length < 16) {
        return 0;
    }
    memcpy(&segments, bytes, 4);
    memcpy(&words, bytes + 4, 4);
    if (segments != 0 || words < 1 || words > (length - 8) / 8) {
        return 0;
    }
    uint64_t budget = length / 8 * TRAVERSALS;
    *m = (struct message){
        bytes + 8, bytes + 8 + 8 * (size_t)words, budget < TRAVERSAL_WORDS_MIN ? TRAVERSAL_WORDS_MIN : budget, 0, memory};
    *root = view_at(m, m->start, 0);
    return !m->is_broken;
}

static uint64_t get_number(struct view v, size_t at, size_t length) {
    uint64_t value = 0;
    if (at + length <= v.data_length) {
        memcpy(&value, v.data + at, length);
    }
    return value;
}

static uint16_t get16(struct view v, size_t at) { return (uint16_t)get_number(v, at, 2); }

static uint32_t get32(struct view v, size_t at) { return (uint32_t)get_number(v, at, 4); }

static uint64_t get64(struct view v, size_t at) { return get_number(v, at, 8); }

static int get_bit(struct view v, size_t bit) { return (int)(get_number(v, bit / 8, 1) >> bit % 8 & 1); }

static const unsigned char *pointer_at(struct view v, int pointer) {
    return (size_t)pointer < v.pointer_count ? v.pointers + 8 * (size_t)pointer : NULL;
}

static struct view get_struct(struct view v, int pointer) {
    const unsigned char *at = pointer_at(v, pointer);
    return at == NULL ? (struct view){v.m, NULL, 0, NULL, 0, v.depth} : view_at(v.m, at, v.depth);
}

static vireo_bytes bytes_at(struct message *m, const unsigned char *at, size_t mark) {
    uint64_t word = load64(at);
    if (word == 0) {
        return NOTHING;
    }
    size_t length = word >> 35;
    const unsigned char *start =
        (word & 0x700000003) == 0x200000001 ? content(m, at, offset_of(word), ((uint64_t)length + 7) / 8) : NULL;
    if (start == NULL || length < mark || (mark && start[length - 1] != 0)) {
        m->is_broken = 1;
        return NOTHING;
    }
    return (vireo_bytes){start, length - mark};
}

static vireo_bytes get_bytes(struct view v, int pointer, size_t mark) {
    const unsigned char *at = pointer_at(v, pointer);
    return at == NULL ? NOTHING : bytes_at(v.m, at, mark);
}

static vireo_bytes get_text(struct view v, int pointer) { return get_bytes(v, pointer, 1); }

static vireo_bytes get_data(struct view v, int pointer) { return get_bytes(v, pointer, 0); }

/* The words of a list of such elements. */
static const unsigned char *get_words(struct view v, int pointer, uint64_t element_size, size_t *count) {
    const unsigned char *at = pointer_at(v, pointer);
    uint64_t word = at == NULL ? 0 : load64(at);
    *count = 0;
    if (word == 0) {
        return NULL;
    }
    const unsigned char *start =
        (word & 3) == 1 && (word >> 32 & 7) == element_size ? content(v.m, at, offset_of(word), word >> 35) : NULL;
    if (start == NULL) {
        v.m->is_broken = 1;
        return NULL;
    }
    *count = word >> 35;
    return start;
}

/* The elements of a list of structs, as views that live as long as the reply. */
static struct view *get_structs(struct view v, int pointer, size_t *count) {
    const unsigned char *at = pointer_at(v, pointer);
    uint64_t word = at == NULL ? 0 : load64(at);
    *count = 0;
    if (word == 0) {
        return NULL;
    }
    uint64_t words = word >> 35;
    const unsigned char *start =
        (word & 3) == 1 && (word >> 32 & 7) == 7 && v.depth < DEPTH_MAX ? content(v.m, at, offset_of(word), words + 1) : NULL;
    if (start == NULL) {
        v.m->is_broken = 1;
        return NULL;
    }
    uint64_t tag = load64(start);
    size_t elements = (uint32_t)tag >> 2;
    size_t data_length = 8 * (size_t)(tag >> 32 & 0xFFFF);
    size_t pointers = tag >> 48;
    size_t stride = data_length + 8 * pointers;
    if ((tag & 3) != 0 || elements * stride > 8 * words || elements > v.m->budget) {
        v.m->is_broken = 1;
        return NULL;
    }
    v.m->budget -= elements;
    struct view *views = keep_array(v.m->memory, elements, sizeof *views);
    if (views == NULL) {
        v.m->is_broken = 1;
        return NULL;
    }
    for (size_t i = 0; i < elements; i++) {
        const unsigned char *data = start + 8 + i * stride;
        views[i] = (struct view){v.m, data, data_length, data + data_length, pointers, v.depth + 1};
    }
    *count = elements;
    return views;
}

static const vireo_attribute *get_attributes(struct view v, int pointer, size_t *count);

static vireo_value get_value(struct view v) {
    vireo_value value = {.which = get16(v, VIREO_VALUE_WHICH_AT)};
    size_t count = 0;
    switch (value.which) {
        case VIREO_VALUE_IS_BOOL:
            value.as.boolean = get_bit(v, VIREO_VALUE_BOOL_BIT);
            break;
        case VIREO_VALUE_IS_INTEGER:
            value.as.integer = (int64_t)get64(v, VIREO_VALUE_INTEGER_AT);
            break;
        case VIREO_VALUE_IS_DOUBLE: {
            uint64_t bits = get64(v, VIREO_VALUE_DOUBLE_AT);
            memcpy(&value.as.float64, &bits, sizeof bits);
            break;
        }
        case VIREO_VALUE_IS_DECIMAL:
        case VIREO_VALUE_IS_TEXT:
            value.as.bytes = get_text(v, VIREO_VALUE_TEXT_PTR);
            break;
        case VIREO_VALUE_IS_BYTES:
            value.as.bytes = get_data(v, VIREO_VALUE_BYTES_PTR);
            break;
        case VIREO_VALUE_IS_TIMESTAMP:
            value.as.timestamp.seconds = (int64_t)get64(v, VIREO_VALUE_TIMESTAMP_SECONDS_AT);
            value.as.timestamp.nanos = get32(v, VIREO_VALUE_TIMESTAMP_NANOS_AT);
            break;
        case VIREO_VALUE_IS_LIST: {
            struct view *views = get_structs(v, VIREO_VALUE_LIST_PTR, &count);
            vireo_value *items = keep_array(v.m->memory, count, sizeof *items);
            for (size_t i = 0; items != NULL && i < count; i++) {
                items[i] = get_value(views[i]);
            }
            value.as.list.items = items;
            value.as.list.count = items == NULL ? 0 : count;
            v.m->is_broken |= items == NULL;
            break;
        }
        case VIREO_VALUE_IS_MAP:
            value.as.map.items = get_attributes(v, VIREO_VALUE_MAP_PTR, &value.as.map.count);
            break;
        case VIREO_VALUE_IS_TEXT_SET:
        case VIREO_VALUE_IS_DECIMAL_SET:
        case VIREO_VALUE_IS_BYTES_SET: {
            const unsigned char *words = get_words(v, VIREO_VALUE_TEXT_SET_PTR, 6, &count);
            vireo_bytes *items = keep_array(v.m->memory, count, sizeof *items);
            for (size_t i = 0; items != NULL && i < count; i++) {
                items[i] = bytes_at(v.m, words + 8 * i, value.which != VIREO_VALUE_IS_BYTES_SET);
            }
            value.as.set.items = items;
            value.as.set.count = items == NULL ? 0 : count;
            v.m->is_broken |= items == NULL;
            break;
        }
        case VIREO_VALUE_IS_INTEGER_ARRAY:
            value.as.integers.items = (const int64_t *)(const void *)get_words(v, VIREO_VALUE_INTEGER_ARRAY_PTR, 5, &count);
            value.as.integers.count = count;
            break;
        case VIREO_VALUE_IS_DOUBLE_ARRAY:
            value.as.doubles.items = (const double *)(const void *)get_words(v, VIREO_VALUE_DOUBLE_ARRAY_PTR, 5, &count);
            value.as.doubles.count = count;
            break;
        default: /* null, or of a later schema */
            break;
    }
    return value;
}

static const vireo_attribute *get_attributes(struct view v, int pointer, size_t *count) {
    struct view *views = get_structs(v, pointer, count);
    vireo_attribute *attributes = keep_array(v.m->memory, *count, sizeof *attributes);
    if (attributes == NULL) {
        v.m->is_broken = 1;
        *count = 0;
    }
    for (size_t i = 0; i < *count; i++) {
        attributes[i].name = get_text(views[i], VIREO_ATTRIBUTE_NAME_PTR);
        attributes[i].value = get_value(get_struct(views[i], VIREO_ATTRIBUTE_VALUE_PTR));
    }
    return attributes;
}

static vireo_item get_item(struct view entry) {
    struct view state = get_struct(entry, VIREO_ENTRY_STATE_PTR);
    vireo_item item = {
        .path = get_text(entry, VIREO_ENTRY_PATH_PTR),
        .kind = get16(state, VIREO_ITEM_STATE_KIND_AT),
        .is_prefix = get_bit(entry, VIREO_ENTRY_PREFIX_BIT),
        .version = get64(state, VIREO_ITEM_STATE_VERSION_AT),
        .body_length = get64(state, VIREO_ITEM_STATE_BODY_LENGTH_AT),
        .created_ns = (int64_t)get64(state, VIREO_ITEM_STATE_CREATED_NS_AT),
        .modified_ns = (int64_t)get64(state, VIREO_ITEM_STATE_MODIFIED_NS_AT),
        .expires_ns = (int64_t)get64(state, VIREO_ITEM_STATE_EXPIRES_NS_AT),
        .shard_count = get32(state, VIREO_ITEM_STATE_SHARD_COUNT_AT),
        .last_sequence = get64(state, VIREO_ITEM_STATE_LAST_SEQUENCE_AT),
    };
    item.attributes = get_attributes(entry, VIREO_ENTRY_ATTRIBUTES_PTR, &item.attribute_count);
    return item;
}

static void get_listing(struct view root, vireo_reply *reply) {
    size_t count;
    struct view *views = get_structs(root, VIREO_REPLY_LISTING_ENTRIES_PTR, &count);
    vireo_item *entries = keep_array(root.m->memory, count, sizeof *entries);
    for (size_t i = 0; entries != NULL && i < count; i++) {
        entries[i] = get_item(views[i]);
    }
    root.m->is_broken |= entries == NULL;
    reply->entries = entries;
    reply->entry_count = entries == NULL ? 0 : count;
    reply->next_marker = get_text(root, VIREO_REPLY_LISTING_NEXT_MARKER_PTR);
}

static void get_records(struct view root, vireo_reply *reply) {
    size_t count;
    struct view *views = get_structs(root, VIREO_REPLY_RECORDS_PAGE_PTR, &count);
    vireo_record *records = keep_array(root.m->memory, count, sizeof *records);
    for (size_t i = 0; records != NULL && i < count; i++) {
        records[i].sequence = get64(views[i], VIREO_RECORD_SEQUENCE_AT);
        records[i].arrival_ns = (int64_t)get64(views[i], VIREO_RECORD_ARRIVAL_NS_AT);
        records[i].data = get_data(views[i], VIREO_RECORD_DATA_PTR);
        records[i].client_info = get_data(views[i], VIREO_RECORD_CLIENT_INFO_PTR);
        records[i].partition_key = get_text(views[i], VIREO_RECORD_PARTITION_KEY_PTR);
    }
    root.m->is_broken |= records == NULL;
    reply->records = records;
    reply->record_count = records == NULL ? 0 : count;
    reply->location = get64(root, VIREO_REPLY_RECORDS_NEXT_LOCATION_AT);
}
