/*
 * Client of Vireo's engine: items, bodies and streams of the node, over shared memory. C11, Linux; no other library.
 *
 *     vireo_client *client = vireo_open("/run/vireo/engine.sock", grant, grant_length);
 *     vireo_reply reply;
 *     if (vireo_get(client, 7, VIREO_TEXT("users/ada"), VIREO_WITH_BODY, &reply) == VIREO_STATUS_OK) {
 *         printf("version %" PRIu64 ", %zu bytes\n", reply.item.version, reply.body.length);
 *     }
 *     vireo_release(&reply);
 *     vireo_close(client);
 *
 * A client belongs to one thread at a time; a process may have many. It connects when it is first used, and again when the engine
 * has been away; what was under way then ends as VIREO_STATUS_UNAVAILABLE, and may have been done or not. It does not try a write
 * again: only the caller knows whether twice is once too often. A write with a token (up to 64 bytes; empty: none) may be tried as often as it takes: the engine does it
 * once, and answers the same for ten minutes; another one with it is VIREO_STATUS_TOKEN_REUSED. Every call but vireo_open, vireo_close and vireo_release returns
 * one of VIREO_STATUS_…, of vireo_message.h or of below. Texts are UTF-8 without an end mark; paths are whole paths of a
 * container, without a '/' at either end. Times are nanoseconds since 1970-01-01T00:00:00Z.
 */
#ifndef VIREO_H
#define VIREO_H

#include <stddef.h>
#include <stdint.h>

#include "vireo_message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What this library itself says, beside the engine's VIREO_STATUS_…. */
enum {
    VIREO_STATUS_UNAVAILABLE = 1000,    /* nobody listens, or the engine went away before it had answered */
    VIREO_STATUS_BACK_PRESSURED = 1001, /* of vireo_start_… alone: no room now; vireo_wait, then again */
    VIREO_STATUS_MALFORMED = 1002,      /* the engine's answer breaks the encoding */
    VIREO_STATUS_NO_MEMORY = 1003,
};

typedef struct vireo_client vireo_client;
typedef struct vireo_call vireo_call; /* a request that is under way */

typedef struct vireo_bytes {
    const void *bytes;
    size_t length;
} vireo_bytes;

#define VIREO_TEXT(literal) ((vireo_bytes){(literal), sizeof(literal) - 1})

typedef struct vireo_value vireo_value;
typedef struct vireo_attribute vireo_attribute;

/* A typed value; `which` is one of VIREO_VALUE_IS_…. */
struct vireo_value {
    int which;
    union {
        int boolean;
        int64_t integer;
        double float64;
        vireo_bytes bytes; /* decimal, text, bytes */
        struct {
            int64_t seconds;
            uint32_t nanos;
        } timestamp;
        struct {
            const vireo_value *items;
            size_t count;
        } list;
        struct {
            const vireo_attribute *items;
            size_t count;
        } map;
        struct {
            const vireo_bytes *items;
            size_t count;
        } set; /* text_set, decimal_set, bytes_set */
        struct {
            const int64_t *items;
            size_t count;
        } integers;
        struct {
            const double *items;
            size_t count;
        } doubles;
    } as;
};

struct vireo_attribute {
    vireo_bytes name;
    vireo_value value;
};

/* What the engine knows of an item. `kind` is one of VIREO_ITEM_KIND_…; a version counts writes from 1. */
typedef struct vireo_item {
    vireo_bytes path;
    int kind;
    int is_prefix; /* only a prefix of other paths: no item of its own */
    uint64_t version;
    uint64_t body_length;
    int64_t created_ns;
    int64_t modified_ns;
    int64_t expires_ns; /* 0: never */
    uint32_t shard_count;
    uint64_t last_sequence;
    const vireo_attribute *attributes;
    size_t attribute_count;
} vireo_item;

typedef struct vireo_record {
    uint64_t sequence; /* 1 for the first of a shard; not looked at when appending */
    int64_t arrival_ns;
    vireo_bytes data;
    vireo_bytes client_info;
    vireo_bytes partition_key;
} vireo_record;

/* What a call brought; everything in it lives until vireo_release. */
typedef struct vireo_reply {
    int status;
    vireo_bytes message; /* why, when the status is not VIREO_STATUS_OK */
    vireo_item item;     /* get, put, update, delete, create_stream */
    vireo_bytes body;    /* get */
    const vireo_item *entries; /* list, in the order of bytes */
    size_t entry_count;
    vireo_bytes next_marker; /* list; empty: the end was reached */
    const vireo_record *records; /* read */
    size_t record_count;
    uint64_t location; /* seek, read: where to read on; append: sequence number of the first record */
    void *memory;      /* the library's */
} vireo_reply;

/* `mode` is one of VIREO_REQUEST_PUT_MODE_…; all else may be zero. Without a body, `body.bytes` is NULL. */
typedef struct vireo_put_request {
    int mode;
    const vireo_attribute *attributes;
    size_t attribute_count;
    vireo_bytes body;
    vireo_bytes condition; /* native expression language; empty: always true */
    uint64_t expected_version; /* 0: any */
    uint64_t position;         /* of a write or a truncation */
    int sets_expiry;
    int64_t expires_ns;
    vireo_bytes token;
} vireo_put_request;

typedef struct vireo_update_request {
    vireo_bytes expression;
    vireo_bytes alternate; /* runs instead when the condition is false */
    vireo_bytes condition;
    uint64_t expected_version;
    int creates; /* a missing item is made */
    vireo_bytes token;
} vireo_update_request;

typedef struct vireo_list_request {
    vireo_bytes prefix; /* of the paths; up to its last '/' it is the directory */
    vireo_bytes marker; /* entries after it; empty: from the start */
    vireo_bytes filter;
    uint32_t limit; /* entries of a page, 1 to 1000; 0: 1000 */
    int recursive;
} vireo_list_request;

enum { VIREO_WITHOUT_BODY = 0, VIREO_WITH_BODY = 1 };

/* A client of the engine behind a Unix socket; the grant says what it may reach. NULL: no memory. */
vireo_client *vireo_open(const char *socket, const void *grant, size_t grant_length);

/* Ends the client and its calls. */
void vireo_close(vireo_client *client);

/* How many reactors the engine has, and its partitions; connects. */
int vireo_layout(vireo_client *client, uint32_t *reactors, uint32_t *partitions);

/* Each of these blocks until it is done, however many messages it takes, and fills the reply, which is released in any case. */
int vireo_get(vireo_client *client, uint64_t container, vireo_bytes path, int body, vireo_reply *reply);
int vireo_put(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_put_request *put, vireo_reply *reply);
int vireo_update(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_update_request *update, vireo_reply *reply);
int vireo_delete(
    vireo_client *client, uint64_t container, vireo_bytes path, vireo_bytes condition, vireo_bytes token, vireo_reply *reply);
int vireo_list(vireo_client *client, uint64_t container, const vireo_list_request *list, vireo_reply *reply);
int vireo_create_stream(
    vireo_client *client, uint64_t container, vireo_bytes path, uint32_t shards, uint32_t retention_seconds, vireo_reply *reply);
int vireo_append(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, const vireo_record *records, size_t count,
    vireo_bytes token, vireo_reply *reply);
/* `kind` is one of VIREO_REQUEST_SEEK_KIND_…; `at` is the sequence number or the time. */
int vireo_seek(vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, int kind, int64_t at, vireo_reply *reply);
int vireo_read(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, uint64_t location, uint32_t limit, vireo_reply *reply);

/*
 * Many at a time: start some, wait, finish each. What is started takes one message: bodies of up to 4 MiB; of a get, the
 * attributes and the first 256 KiB of the body. VIREO_STATUS_BACK_PRESSURED: wait, then start again.
 */
int vireo_start_get(vireo_client *client, uint64_t container, vireo_bytes path, int body, vireo_call **call);
int vireo_start_put(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_put_request *put, vireo_call **call);
int vireo_start_update(
    vireo_client *client, uint64_t container, vireo_bytes path, const vireo_update_request *update, vireo_call **call);
int vireo_start_append(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, const vireo_record *records, size_t count,
    vireo_bytes token, vireo_call **call);

/* Takes the answers that are there; without one, sleeps until there is one or the time is over. Returns how many came. */
int vireo_wait(vireo_client *client, int timeout_ms);

/* Whether a call has its answer. */
int vireo_is_done(const vireo_call *call);

/* Waits for a call, ends it and fills the reply. */
int vireo_finish(vireo_client *client, vireo_call *call, vireo_reply *reply);

/* Frees what a reply holds. A second time, or after zeroing, it does nothing. */
void vireo_release(vireo_reply *reply);

#ifdef __cplusplus
}
#endif

#endif
