/* See vireo.h. From below: requests under way, then the operations that are made of them. */
#define _GNU_SOURCE
#include "vireo.h"

#include <poll.h>

#include "vireo_capnp.h"
#include "vireo_channel.h"

#define KIND_LONG 1 /* a message that says where in the arena the real one lies */
#define REQUEST_LENGTH_MAX (5u << 20)
#define PIECE_LENGTH (4u << 20)
#define FIRST_ROOM (256u << 10)
#define ROOM_MAX (4u << 20)
#define ROOM_SLACK 4096
#define READS_MAX 8
#define NO_ROOM_MS 1
#define ANSWER_NS 30000000000ll
#define SPIN_NS 30000ll

/* ---- requests under way ---- */

static void free_places(vireo_client *client, vireo_call *call) {
    for (int i = 0; i < call->place_count; i++) {
        give_back(&client->links[call->reactor].arena, call->places[i]);
    }
    call->place_count = 0;
}

static int reserve(vireo_client *client, vireo_call *call, uint64_t length, struct place *place) {
    struct link *link = &client->links[call->reactor];
    if (length > link->arena_length) {
        return VIREO_STATUS_TOO_LARGE;
    }
    if (!allocate(&link->arena, length, place)) {
        return VIREO_STATUS_BACK_PRESSURED;
    }
    call->places[call->place_count++] = *place;
    return VIREO_STATUS_OK;
}

static int store(vireo_client *client, vireo_call *call, const void *bytes, uint64_t length, struct place *place) {
    int status = reserve(client, call, length, place);
    if (status == VIREO_STATUS_OK) {
        memcpy(client->links[call->reactor].arena.bytes + place->offset, bytes, length);
    }
    return status;
}

/* Takes the answer that lies in the ring. False: it breaks the encoding, and the channel with it. */
static int complete(vireo_client *client, size_t reactor, const unsigned char *bytes, size_t length, uint64_t kind) {
    struct link *link = &client->links[reactor];
    struct message m;
    struct view root;
    void *none = NULL;
    if (!message_of(&m, bytes, length, &none, &root)) {
        return 0;
    }
    uint64_t id = get64(root, VIREO_REPLY_CORRELATION_ID_AT);
    uint64_t data_length = get32(root, VIREO_REPLY_BODY_LENGTH_AT);
    size_t slot = (uint32_t)id;
    vireo_call *call = slot < client->call_count ? client->calls[slot] : NULL;
    if (call == NULL || call->id != id || call->reactor != reactor) {
        return 1; /* of a call that was given up */
    }
    if (data_length > call->room.length) {
        return 0;
    }
    int is_long = kind == KIND_LONG;
    unsigned char *copy = keep(&call->memory, (is_long ? 0 : length) + data_length);
    call->is_done = 1;
    call->status = copy == NULL ? VIREO_STATUS_NO_MEMORY : VIREO_STATUS_OK;
    if (copy != NULL) {
        unsigned char *data = copy;
        if (!is_long) {
            memcpy(copy, bytes, length);
            data = copy + length;
        }
        memcpy(data, link->arena.bytes + call->room.offset, data_length);
        call->reply = copy;
        call->reply_length = is_long ? data_length : length;
        call->data = is_long ? NOTHING : (vireo_bytes){data, data_length};
    }
    free_places(client, call);
    client->calls[slot] = NULL;
    return 1;
}

/* Takes the answers of a channel; how many. */
static int take(vireo_client *client, size_t reactor) {
    struct link *link = &client->links[reactor];
    int count = 0;
    while (link->socket >= 0) {
        uint64_t offset = link->position & (link->in_capacity - 1);
        uint64_t header = __atomic_load_n(word(link->in + offset), __ATOMIC_ACQUIRE);
        if (header == 0) {
            break;
        }
        if (header == PADDING) {
            link->position += link->in_capacity - offset;
            offset = 0;
            header = __atomic_load_n(word(link->in), __ATOMIC_ACQUIRE);
        }
        uint64_t length = (header & 0xFFFFFFFF) - 8;
        if (length > link->in_capacity / 4 || offset + 8 + length > link->in_capacity
            || !complete(client, reactor, link->in + offset + 8, length, header >> 32)) {
            disconnect(client, reactor);
            break;
        }
        link->position += (length + 15) & ~(uint64_t)7;
        __atomic_store_n(shared(link, TO_CONNECTOR_HEAD), link->position, __ATOMIC_RELEASE);
        count++;
    }
    if (link->socket >= 0 && link->peer_is_gone) {
        disconnect(client, reactor);
    }
    return count;
}

static int take_all(vireo_client *client) {
    int count = 0;
    for (size_t reactor = 0; reactor < client->reactors; reactor++) {
        count += take(client, reactor);
    }
    return count;
}

static int any_message(vireo_client *client) {
    for (size_t reactor = 0; reactor < client->reactors; reactor++) {
        if (client->links[reactor].socket >= 0 && has_message(&client->links[reactor])) {
            return 1;
        }
    }
    return 0;
}

static void hear(struct link *link) {
    char rings[256];
    __atomic_store_n(shared(link, CONNECTOR_SLEEPING), 0, __ATOMIC_RELAXED);
    ssize_t count = recv(link->socket, rings, sizeof rings, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
        link->peer_is_gone = 1;
    }
}

int vireo_wait(vireo_client *client, int timeout_ms) {
    int count = take_all(client);
    for (int64_t end = now_ns() + SPIN_NS; count == 0 && timeout_ms != 0 && now_ns() < end;) {
        count = take_all(client);
    }
    if (count > 0 || timeout_ms == 0) {
        return count;
    }
    struct pollfd *sockets = calloc(client->reactors + 1, sizeof *sockets);
    if (sockets == NULL) {
        return 0;
    }
    for (size_t i = 0; i < client->reactors; i++) {
        sockets[i] = (struct pollfd){client->links[i].socket, POLLIN, 0};
        if (sockets[i].fd >= 0) {
            __atomic_store_n(shared(&client->links[i], CONNECTOR_SLEEPING), 1, __ATOMIC_RELAXED);
        }
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* our words before the rings; pairs with the fence in Channel.commit */
    if (!any_message(client)) {
        poll(sockets, client->reactors, timeout_ms);
    }
    for (size_t i = 0; i < client->reactors; i++) {
        if (sockets[i].fd >= 0) {
            hear(&client->links[i]);
        }
    }
    free(sockets);
    return take_all(client);
}

int vireo_is_done(const vireo_call *call) { return call->is_done; }

/* A message that is being made: its root, and what its operation is written to. */
struct request {
    struct builder b;
    struct writer root;
    struct writer op;
    uint64_t container;
    vireo_bytes path;
};

#define OPERATION(which, type) VIREO_REQUEST_IS_##which, VIREO_REQUEST_##type##_DATA_WORDS, VIREO_REQUEST_##type##_POINTERS

/* Begins a request: begin(&r, container, path, OPERATION(GET, GET)). The caller ends it by free(r.b.bytes). */
static void begin(struct request *r, uint64_t container, vireo_bytes path, int which, size_t data_words, size_t pointers) {
    *r = (struct request){.container = container, .path = path};
    r->b.capacity = 512;
    r->b.bytes = malloc(r->b.capacity);
    r->b.has_failed = r->b.bytes == NULL;
    grow(&r->b, 8);
    struct writer frame = {&r->b, 0, grow(&r->b, 8)};
    r->root = put_struct(frame, 0, VIREO_REQUEST_DATA_WORDS, VIREO_REQUEST_POINTERS);
    put64(r->root, VIREO_REQUEST_CONTAINER_AT, container);
    put_text(r->root, VIREO_REQUEST_PATH_PTR, path);
    put16(r->root, VIREO_REQUEST_WHICH_AT, (uint16_t)which);
    r->op = put_struct(r->root, VIREO_REQUEST_GET_PTR, data_words, pointers);
}

static int new_call(vireo_client *client, size_t reactor, vireo_call **call) {
    size_t slot = 0;
    while (slot < client->call_count && client->calls[slot] != NULL) {
        slot++;
    }
    if (slot == client->call_count) {
        size_t count = client->call_count * 2 + 64;
        vireo_call **calls = count > UINT32_MAX ? NULL : realloc(client->calls, count * sizeof *calls);
        if (calls == NULL) {
            return VIREO_STATUS_NO_MEMORY;
        }
        memset(calls + client->call_count, 0, (count - client->call_count) * sizeof *calls);
        client->calls = calls;
        client->call_count = count;
    }
    *call = calloc(1, sizeof **call);
    if (*call == NULL) {
        return VIREO_STATUS_NO_MEMORY;
    }
    (*call)->id = (uint64_t)++client->next_generation << 32 | slot;
    (*call)->reactor = reactor;
    client->calls[slot] = *call;
    return VIREO_STATUS_OK;
}

static void drop_call(vireo_client *client, vireo_call *call) {
    size_t slot = (uint32_t)call->id;
    if (client->calls[slot] == call) {
        client->calls[slot] = NULL;
        free_places(client, call);
    }
    vireo_release(&(vireo_reply){.memory = call->memory});
    free(call);
}

/* Sends a request over a connected link. Nothing is kept of one that could not be sent. */
static int submit(vireo_client *client, size_t reactor, struct request *r, vireo_bytes body, uint64_t room, vireo_call **call) {
    if (r->b.has_failed) {
        return VIREO_STATUS_NO_MEMORY;
    }
    int status = new_call(client, reactor, call);
    if (status != VIREO_STATUS_OK) {
        return status;
    }
    struct link *link = &client->links[reactor];
    struct place place;
    put64(r->root, VIREO_REQUEST_CORRELATION_ID_AT, (*call)->id);
    if (body.length > 0) {
        status = store(client, *call, body.bytes, body.length, &place);
        put64(r->root, VIREO_REQUEST_BODY_OFFSET_AT, place.offset);
        put32(r->root, VIREO_REQUEST_BODY_LENGTH_AT, (uint32_t)body.length);
    }
    if (status == VIREO_STATUS_OK && room > 0) {
        status = reserve(client, *call, room, &(*call)->room);
        put64(r->root, VIREO_REQUEST_REPLY_OFFSET_AT, (*call)->room.offset);
        put32(r->root, VIREO_REQUEST_REPLY_CAPACITY_AT, (uint32_t)room);
    }
    uint32_t words = (uint32_t)((r->b.length - 8) / 8);
    write_at(&r->b, 4, &words, sizeof words);
    if (status == VIREO_STATUS_OK && r->b.length > REQUEST_LENGTH_MAX) {
        status = VIREO_STATUS_TOO_LARGE;
    } else if (status == VIREO_STATUS_OK && r->b.length <= link->out_capacity / 4 - 8) {
        status = offer(link, r->b.bytes, r->b.length, 0) ? VIREO_STATUS_OK : VIREO_STATUS_BACK_PRESSURED;
    } else if (status == VIREO_STATUS_OK) {
        status = store(client, *call, r->b.bytes, r->b.length, &place);
        uint64_t where[2] = {place.offset, r->b.length};
        if (status == VIREO_STATUS_OK && !offer(link, where, sizeof where, KIND_LONG)) {
            status = VIREO_STATUS_BACK_PRESSURED;
        }
    }
    if (status != VIREO_STATUS_OK) {
        drop_call(client, *call);
        *call = NULL;
    }
    return status;
}

/* Placement, equal to io.vireo.channel.Placement. */
static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
    value = (value ^ value >> 27) * 0x94D049BB133111EBu;
    return value ^ value >> 31;
}

static size_t key_length(vireo_bytes path) {
    const unsigned char *bytes = path.bytes;
    size_t name = path.length;
    while (name > 0 && bytes[name - 1] != '/') {
        name--;
    }
    const unsigned char *dot = memchr(bytes + name, '.', path.length - name);
    return dot == NULL || dot == bytes + name ? path.length : (size_t)(dot - bytes);
}

static uint64_t hash_of(uint64_t container, const unsigned char *key, size_t length) {
    uint64_t value = mix(0x9E3779B97F4A7C15u ^ container);
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        value = mix(value ^ load64(key + i));
    }
    uint64_t rest = (uint64_t)(length & 0xFF) << 56;
    for (size_t k = 0; i + k < length; k++) {
        rest |= (uint64_t)key[i + k] << 8 * k;
    }
    return mix(value ^ rest);
}

static int reactor_of(vireo_client *client, uint64_t container, vireo_bytes path, size_t *reactor) {
    int status = connected(client, 0);
    if (status == VIREO_STATUS_OK) {
        uint64_t hash = path.length == 0 ? hash_of(container, (const unsigned char *)"", 0)
                                         : hash_of(container, path.bytes, key_length(path));
        *reactor = hash % client->partitions % client->reactors;
        status = connected(client, *reactor);
    }
    return status;
}

static int fail(vireo_client *client, vireo_reply *reply, int status) {
    memset(reply, 0, sizeof *reply);
    const char *why = status == VIREO_STATUS_FORBIDDEN ? client->refusal
        : status == VIREO_STATUS_UNAVAILABLE          ? "the engine is not there"
        : status == VIREO_STATUS_TOO_LARGE            ? "request is too long for the channel"
        : status == VIREO_STATUS_MALFORMED            ? "the engine's answer breaks the encoding"
        : status == VIREO_STATUS_NO_MEMORY            ? "no memory"
                                                      : "no room in the channel";
    reply->status = status;
    reply->message = (vireo_bytes){why, strlen(why)};
    return status;
}

/* What a call brought, read; the reply takes over the call's memory. `needed`: length of an answer that did not fit. */
static int read_reply(vireo_client *client, vireo_call *call, vireo_reply *reply, uint64_t *needed) {
    struct message m;
    struct view root;
    memset(reply, 0, sizeof *reply);
    *needed = 0;
    if (call->status != VIREO_STATUS_OK) {
        return fail(client, reply, call->status);
    }
    reply->memory = call->memory;
    call->memory = NULL;
    if (!message_of(&m, call->reply, call->reply_length, &reply->memory, &root)) {
        return reply->status = VIREO_STATUS_MALFORMED;
    }
    reply->status = get16(root, VIREO_REPLY_STATUS_AT);
    reply->message = get_text(root, VIREO_REPLY_MESSAGE_PTR);
    reply->body = call->data;
    *needed = get32(root, VIREO_REPLY_REPLY_LENGTH_AT);
    switch (get16(root, VIREO_REPLY_WHICH_AT)) {
        case VIREO_REPLY_IS_ITEM:
            reply->item = get_item(get_struct(root, VIREO_REPLY_ITEM_PTR));
            break;
        case VIREO_REPLY_IS_LISTING:
            get_listing(root, reply);
            break;
        case VIREO_REPLY_IS_STAGE:
            reply->location = get64(root, VIREO_REPLY_STAGE_STAGE_ID_AT);
            break;
        case VIREO_REPLY_IS_LOCATION:
            reply->location = get64(root, VIREO_REPLY_LOCATION_AT);
            break;
        case VIREO_REPLY_IS_RECORDS:
            get_records(root, reply);
            break;
        case VIREO_REPLY_IS_APPENDED:
            reply->location = get64(root, VIREO_REPLY_APPENDED_FIRST_SEQUENCE_AT);
            break;
        default:
            break;
    }
    if (m.is_broken) {
        vireo_release(reply);
        return fail(client, reply, VIREO_STATUS_MALFORMED);
    }
    return reply->status;
}

static int finish(vireo_client *client, vireo_call *call, vireo_reply *reply, uint64_t *needed) {
    for (int64_t deadline = now_ns() + ANSWER_NS; !call->is_done;) {
        vireo_wait(client, 1000);
        if (!call->is_done && now_ns() >= deadline) {
            disconnect(client, call->reactor); /* an engine that does not answer is given up */
        }
    }
    int status = read_reply(client, call, reply, needed);
    drop_call(client, call);
    return status;
}

int vireo_finish(vireo_client *client, vireo_call *call, vireo_reply *reply) {
    uint64_t needed;
    return finish(client, call, reply, &needed);
}

/* Sends a request to a reactor and waits for its answer. The request stays the caller's. */
static int ask(vireo_client *client, size_t reactor, struct request *r, vireo_bytes body, uint64_t room, vireo_reply *reply, uint64_t *needed) {
    vireo_call *call;
    *needed = 0;
    for (;;) {
        int status = connected(client, reactor);
        if (status == VIREO_STATUS_OK) {
            status = submit(client, reactor, r, body, room, &call);
        }
        if (status == VIREO_STATUS_OK) {
            return finish(client, call, reply, needed);
        }
        if (status != VIREO_STATUS_BACK_PRESSURED) {
            return fail(client, reply, status);
        }
        vireo_wait(client, NO_ROOM_MS);
    }
}

/* As ask, with the reactor that owns the path, more room when the answer says so, and an end to the request. */
static int ask_owner(vireo_client *client, struct request *r, vireo_bytes body, uint64_t room, vireo_reply *reply) {
    size_t reactor;
    uint64_t needed;
    int status = reactor_of(client, r->container, r->path, &reactor);
    if (status != VIREO_STATUS_OK) {
        fail(client, reply, status);
    } else {
        status = ask(client, reactor, r, body, room, reply, &needed);
        while (status == VIREO_STATUS_TOO_LARGE && needed + ROOM_SLACK > room && needed + ROOM_SLACK <= ROOM_MAX && room > 0) {
            room = needed + ROOM_SLACK;
            vireo_release(reply);
            status = ask(client, reactor, r, body, room, reply, &needed);
        }
    }
    free(r->b.bytes);
    return status;
}

static int start(vireo_client *client, struct request *r, vireo_bytes body, uint64_t room, vireo_call **call) {
    size_t reactor;
    *call = NULL;
    int status = reactor_of(client, r->container, r->path, &reactor);
    if (status == VIREO_STATUS_OK) {
        status = submit(client, reactor, r, body, room, call);
    }
    free(r->b.bytes);
    return status;
}

vireo_client *vireo_open(const char *socket, const void *grant, size_t grant_length) {
    vireo_client *client = calloc(1, sizeof *client);
    if (client == NULL) {
        return NULL;
    }
    client->grant = malloc(grant_length + 1);
    if (client->grant == NULL) {
        free(client);
        return NULL;
    }
    memcpy(client->grant, grant, grant_length);
    client->grant_length = (uint32_t)grant_length;
    client->address.sun_family = AF_UNIX;
    strncpy(client->address.sun_path, socket, sizeof client->address.sun_path - 1);
    return client;
}

void vireo_close(vireo_client *client) {
    if (client == NULL) {
        return;
    }
    for (size_t reactor = 0; reactor < client->reactors; reactor++) {
        disconnect(client, reactor);
    }
    free(client->links);
    free(client->calls);
    free(client->grant);
    free(client);
}

int vireo_layout(vireo_client *client, uint32_t *reactors, uint32_t *partitions) {
    int status = connected(client, 0);
    *reactors = client->reactors;
    *partitions = client->partitions;
    return status;
}

/* ---- operations ---- */

static void get_request(struct request *r, uint64_t container, vireo_bytes path, int projection, uint64_t start_, uint64_t length, uint64_t version) {
    begin(r, container, path, OPERATION(GET, GET));
    put64(r->root, VIREO_REQUEST_EXPECTED_VERSION_AT, version);
    put16(r->op, VIREO_REQUEST_GET_ATTRIBUTES_AT, (uint16_t)projection);
    put64(r->op, VIREO_REQUEST_GET_RANGE_START_AT, start_);
    put32(r->op, VIREO_REQUEST_GET_RANGE_LENGTH_AT, (uint32_t)length);
}

/* The rest of a body whose beginning is in the reply, in one piece of memory. */
static int read_body(vireo_client *client, uint64_t container, vireo_bytes path, vireo_reply *reply) {
    uint64_t length = reply->item.body_length;
    unsigned char *whole = length > SIZE_MAX / 2 ? NULL : keep(&reply->memory, length);
    if (whole == NULL) {
        vireo_release(reply);
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    uint64_t at = reply->body.length;
    memcpy(whole, reply->body.bytes, at);
    while (at < length) {
        uint64_t wanted = length - at < PIECE_LENGTH ? length - at : PIECE_LENGTH;
        struct request r;
        get_request(&r, container, path, VIREO_REQUEST_PROJECTION_NONE, at, wanted, reply->item.version);
        vireo_reply piece;
        int status = ask_owner(client, &r, NOTHING, wanted, &piece);
        if (status == VIREO_STATUS_OK && (piece.body.length == 0 || piece.body.length > wanted)) {
            status = VIREO_STATUS_VERSION_CHANGED;
        }
        if (status != VIREO_STATUS_OK) {
            vireo_release(reply);
            *reply = piece;
            return reply->status = status;
        }
        memcpy(whole + at, piece.body.bytes, piece.body.length);
        at += piece.body.length;
        vireo_release(&piece);
    }
    reply->body = (vireo_bytes){whole, length};
    return VIREO_STATUS_OK;
}

static int get_once(vireo_client *client, uint64_t container, vireo_bytes path, int body, vireo_reply *reply) {
    size_t reactor;
    uint64_t needed = 0;
    int status = reactor_of(client, container, path, &reactor);
    if (status != VIREO_STATUS_OK) {
        return fail(client, reply, status);
    }
    struct request r;
    get_request(&r, container, path, VIREO_REQUEST_PROJECTION_USER, 0, body ? FIRST_ROOM : 0, 0);
    status = ask(client, reactor, &r, NOTHING, FIRST_ROOM, reply, &needed);
    free(r.b.bytes);
    if (status == VIREO_STATUS_TOO_LARGE && needed + ROOM_SLACK <= ROOM_MAX) { /* the attributes need it all; the body comes after them */
        vireo_release(reply);
        get_request(&r, container, path, VIREO_REQUEST_PROJECTION_USER, 0, 0, 0);
        status = ask(client, reactor, &r, NOTHING, needed + ROOM_SLACK, reply, &needed);
        free(r.b.bytes);
    }
    if (status == VIREO_STATUS_OK && body && reply->body.length < reply->item.body_length) {
        status = read_body(client, container, path, reply);
    }
    return status;
}

int vireo_get(vireo_client *client, uint64_t container, vireo_bytes path, int body, vireo_reply *reply) {
    int status = get_once(client, container, path, body, reply);
    for (int i = 1; status == VIREO_STATUS_VERSION_CHANGED && i < READS_MAX; i++) {
        vireo_release(reply);
        status = get_once(client, container, path, body, reply);
    }
    return status;
}

int vireo_start_get(vireo_client *client, uint64_t container, vireo_bytes path, int body, vireo_call **call) {
    struct request r;
    get_request(&r, container, path, VIREO_REQUEST_PROJECTION_USER, 0, body ? FIRST_ROOM : 0, 0);
    return start(client, &r, NOTHING, body ? FIRST_ROOM : ROOM_SLACK, call);
}

/* Has a request done once, however often it comes. */
static void put_token(struct request *r, vireo_bytes token) {
    if (token.length > 0) {
        put_data(r->root, VIREO_REQUEST_TOKEN_PTR, token);
    }
}

static void put_request(struct request *r, uint64_t container, vireo_bytes path, const vireo_put_request *put, uint64_t stage_id) {
    begin(r, container, path, OPERATION(PUT, PUT));
    put64(r->root, VIREO_REQUEST_EXPECTED_VERSION_AT, put->expected_version);
    put_text(r->root, VIREO_REQUEST_CONDITION_PTR, put->condition);
    put_token(r, put->token);
    put16(r->op, VIREO_REQUEST_PUT_MODE_AT, (uint16_t)put->mode);
    put64(r->op, VIREO_REQUEST_PUT_POSITION_AT, put->position);
    put_bit(r->op, VIREO_REQUEST_PUT_SET_EXPIRY_BIT, put->sets_expiry);
    put64(r->op, VIREO_REQUEST_PUT_EXPIRES_NS_AT, (uint64_t)put->expires_ns);
    if (put->attribute_count > 0) {
        put_attributes(r->op, VIREO_REQUEST_PUT_ATTRIBUTES_PTR, put->attributes, put->attribute_count, 0);
    }
    int source = stage_id != 0 ? VIREO_REQUEST_PUT_BODY_SOURCE_STAGED
        : put->body.bytes != NULL ? VIREO_REQUEST_PUT_BODY_SOURCE_ARENA
                                  : VIREO_REQUEST_PUT_BODY_SOURCE_NONE;
    put16(r->op, VIREO_REQUEST_PUT_BODY_AT, (uint16_t)source);
    put64(r->op, VIREO_REQUEST_PUT_STAGE_ID_AT, stage_id);
}

int vireo_put(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_put_request *put, vireo_reply *reply) {
    uint64_t stage_id = 0;
    vireo_bytes rest = put->body;
    while (put->body.length > PIECE_LENGTH && rest.length > 0) {
        vireo_bytes piece = {rest.bytes, rest.length < PIECE_LENGTH ? rest.length : PIECE_LENGTH};
        struct request r;
        begin(&r, container, path, OPERATION(STAGE, STAGE));
        put64(r.op, VIREO_REQUEST_STAGE_STAGE_ID_AT, stage_id);
        put64(r.op, VIREO_REQUEST_STAGE_POSITION_AT, put->body.length - rest.length);
        int status = ask_owner(client, &r, piece, 0, reply);
        if (status != VIREO_STATUS_OK) {
            return status;
        }
        stage_id = reply->location;
        rest = (vireo_bytes){(const char *)rest.bytes + piece.length, rest.length - piece.length};
        vireo_release(reply);
    }
    struct request r;
    put_request(&r, container, path, put, stage_id);
    return ask_owner(client, &r, stage_id != 0 ? NOTHING : put->body, 0, reply);
}

int vireo_start_put(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_put_request *put, vireo_call **call) {
    if (put->body.length > PIECE_LENGTH) {
        return VIREO_STATUS_TOO_LARGE;
    }
    struct request r;
    put_request(&r, container, path, put, 0);
    return start(client, &r, put->body, 0, call);
}

static void update_request(struct request *r, uint64_t container, vireo_bytes path, const vireo_update_request *update) {
    begin(r, container, path, OPERATION(UPDATE, UPDATE));
    put64(r->root, VIREO_REQUEST_EXPECTED_VERSION_AT, update->expected_version);
    put_text(r->root, VIREO_REQUEST_CONDITION_PTR, update->condition);
    put_token(r, update->token);
    put_text(r->op, VIREO_REQUEST_UPDATE_EXPRESSION_PTR, update->expression);
    put_text(r->op, VIREO_REQUEST_UPDATE_ALTERNATE_PTR, update->alternate);
    put_bit(r->op, VIREO_REQUEST_UPDATE_CREATE_IF_MISSING_BIT, update->creates);
}

int vireo_update(vireo_client *client, uint64_t container, vireo_bytes path, const vireo_update_request *update, vireo_reply *reply) {
    struct request r;
    update_request(&r, container, path, update);
    return ask_owner(client, &r, NOTHING, 0, reply);
}

int vireo_start_update(
    vireo_client *client, uint64_t container, vireo_bytes path, const vireo_update_request *update, vireo_call **call) {
    struct request r;
    update_request(&r, container, path, update);
    return start(client, &r, NOTHING, 0, call);
}

int vireo_delete(
    vireo_client *client, uint64_t container, vireo_bytes path, vireo_bytes condition, vireo_bytes token, vireo_reply *reply) {
    struct request r;
    begin(&r, container, path, OPERATION(DELETE, DELETE));
    put_text(r.root, VIREO_REQUEST_CONDITION_PTR, condition);
    put_token(&r, token);
    return ask_owner(client, &r, NOTHING, 0, reply);
}

int vireo_create_stream(
    vireo_client *client, uint64_t container, vireo_bytes path, uint32_t shards, uint32_t retention_seconds, vireo_reply *reply) {
    struct request r;
    begin(&r, container, path, OPERATION(CREATE_STREAM, CREATE_STREAM));
    put32(r.op, VIREO_REQUEST_CREATE_STREAM_SHARD_COUNT_AT, shards);
    put32(r.op, VIREO_REQUEST_CREATE_STREAM_RETENTION_SECONDS_AT, retention_seconds);
    return ask_owner(client, &r, NOTHING, 0, reply);
}

/* The path of a shard; its bytes are freed by the caller. */
static vireo_bytes shard_path(vireo_bytes stream, uint32_t shard) {
    char *path = malloc(stream.length + 12);
    if (path == NULL) {
        return (vireo_bytes){NULL, 0};
    }
    memcpy(path, stream.bytes, stream.length);
    path[stream.length] = '/';
    size_t digits = 1;
    for (uint32_t rest = shard; rest >= 10; rest /= 10) {
        digits++;
    }
    size_t length = stream.length + 1 + digits;
    for (size_t i = length; i > stream.length + 1; i--, shard /= 10) {
        path[i - 1] = (char)('0' + shard % 10);
    }
    return (vireo_bytes){path, length};
}

static void append_request(
    struct request *r, uint64_t container, vireo_bytes path, const vireo_record *records, size_t count, vireo_bytes token) {
    begin(r, container, path, OPERATION(APPEND, APPEND));
    put_token(r, token);
    struct writer first = put_structs(r->op, VIREO_REQUEST_APPEND_RECORDS_PTR, count, VIREO_NEW_RECORD_DATA_WORDS, VIREO_NEW_RECORD_POINTERS);
    for (size_t i = 0; i < count; i++) {
        struct writer record = element(first, i, VIREO_NEW_RECORD_DATA_WORDS, VIREO_NEW_RECORD_POINTERS);
        put_data(record, VIREO_NEW_RECORD_DATA_PTR, records[i].data);
        if (records[i].client_info.length > 0) {
            put_data(record, VIREO_NEW_RECORD_CLIENT_INFO_PTR, records[i].client_info);
        }
        put_text(record, VIREO_NEW_RECORD_PARTITION_KEY_PTR, records[i].partition_key);
    }
}

int vireo_append(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, const vireo_record *records, size_t count,
    vireo_bytes token, vireo_reply *reply) {
    vireo_bytes path = shard_path(stream, shard);
    if (path.bytes == NULL) {
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    struct request r;
    append_request(&r, container, path, records, count, token);
    int status = ask_owner(client, &r, NOTHING, 0, reply);
    free((void *)path.bytes);
    return status;
}

int vireo_start_append(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, const vireo_record *records, size_t count,
    vireo_bytes token, vireo_call **call) {
    vireo_bytes path = shard_path(stream, shard);
    *call = NULL;
    if (path.bytes == NULL) {
        return VIREO_STATUS_NO_MEMORY;
    }
    struct request r;
    append_request(&r, container, path, records, count, token);
    int status = start(client, &r, NOTHING, 0, call);
    free((void *)path.bytes);
    return status;
}

int vireo_seek(vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, int kind, int64_t at, vireo_reply *reply) {
    vireo_bytes path = shard_path(stream, shard);
    if (path.bytes == NULL) {
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    struct request r;
    begin(&r, container, path, OPERATION(SEEK, SEEK));
    put16(r.op, VIREO_REQUEST_SEEK_KIND_AT, (uint16_t)kind);
    put64(r.op, VIREO_REQUEST_SEEK_SEQUENCE_AT, kind == VIREO_REQUEST_SEEK_KIND_SEQUENCE ? (uint64_t)at : 0);
    put64(r.op, VIREO_REQUEST_SEEK_TIME_NS_AT, kind == VIREO_REQUEST_SEEK_KIND_TIME ? (uint64_t)at : 0);
    int status = ask_owner(client, &r, NOTHING, 0, reply);
    free((void *)path.bytes);
    return status;
}

int vireo_read(
    vireo_client *client, uint64_t container, vireo_bytes stream, uint32_t shard, uint64_t location, uint32_t limit, vireo_reply *reply) {
    vireo_bytes path = shard_path(stream, shard);
    if (path.bytes == NULL) {
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    struct request r;
    begin(&r, container, path, OPERATION(READ, READ));
    put64(r.op, VIREO_REQUEST_READ_LOCATION_AT, location);
    put32(r.op, VIREO_REQUEST_READ_LIMIT_AT, limit);
    int status = ask_owner(client, &r, NOTHING, FIRST_ROOM, reply);
    free((void *)path.bytes);
    return status;
}

static void list_request(struct request *r, uint64_t container, vireo_bytes directory, vireo_bytes name, const vireo_list_request *list, uint32_t limit) {
    begin(r, container, directory, OPERATION(LIST, SCAN));
    put_text(r->op, VIREO_REQUEST_SCAN_MARKER_PTR, list->marker);
    put_text(r->op, VIREO_REQUEST_SCAN_FILTER_PTR, list->filter);
    put_text(r->op, VIREO_REQUEST_SCAN_PREFIX_PTR, name);
    put32(r->op, VIREO_REQUEST_SCAN_LIMIT_AT, limit);
    put_bit(r->op, VIREO_REQUEST_SCAN_RECURSIVE_BIT, list->recursive);
    put16(r->op, VIREO_REQUEST_SCAN_ATTRIBUTES_AT, VIREO_REQUEST_PROJECTION_USER);
}

/* A page of one reactor, in more room or of fewer entries when it does not fit. */
static int list_reactor(
    vireo_client *client, size_t reactor, uint64_t container, const vireo_list_request *list, vireo_reply *reply) {
    const char *bytes = list->prefix.bytes;
    size_t name = list->prefix.length;
    while (name > 0 && bytes[name - 1] != '/') {
        name--;
    }
    vireo_bytes directory = {bytes, name > 0 ? name - 1 : 0};
    vireo_bytes prefix = {bytes == NULL ? NULL : bytes + name, list->prefix.length - name};
    uint32_t limit = list->limit == 0 ? 1000 : list->limit;
    for (uint64_t room = FIRST_ROOM, needed;;) {
        struct request r;
        list_request(&r, container, directory, prefix, list, limit);
        int status = ask(client, reactor, &r, NOTHING, room, reply, &needed);
        free(r.b.bytes);
        if (status != VIREO_STATUS_TOO_LARGE || (needed == 0 && limit == 1)) {
            return status;
        }
        if (needed + ROOM_SLACK > room && needed + ROOM_SLACK <= ROOM_MAX) {
            room = needed + ROOM_SLACK;
        } else if (limit > 1) {
            limit /= 2;
        } else {
            return status;
        }
        vireo_release(reply);
    }
}

static int order(vireo_bytes a, vireo_bytes b) {
    size_t length = a.length < b.length ? a.length : b.length;
    int difference = length == 0 ? 0 : memcmp(a.bytes, b.bytes, length);
    return difference != 0 ? difference : (a.length > b.length) - (a.length < b.length);
}

/* Merges the pages of the reactors, as far as all of them are complete; the result takes over their memory. */
static int merge(vireo_client *client, vireo_reply *pages, size_t count, vireo_reply *reply) {
    size_t total = 0;
    memset(reply, 0, sizeof *reply);
    for (size_t i = 0; i < count; i++) {
        total += pages[i].entry_count;
        vireo_bytes next = pages[i].next_marker;
        if (next.length > 0 && (reply->next_marker.length == 0 || order(next, reply->next_marker) < 0)) {
            reply->next_marker = next;
        }
    }
    void *memory = NULL;
    vireo_item *entries = keep_array(&memory, total, sizeof *entries);
    if (entries == NULL) {
        for (size_t i = 0; i < count; i++) {
            vireo_release(&pages[i]);
        }
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    for (;;) {
        vireo_reply *first = NULL;
        for (size_t i = 0; i < count; i++) {
            if (pages[i].entry_count > 0 && (first == NULL || order(pages[i].entries->path, first->entries->path) < 0)) {
                first = &pages[i];
            }
        }
        if (first == NULL || (reply->next_marker.length > 0 && order(first->entries->path, reply->next_marker) > 0)) {
            break;
        }
        vireo_item item = *first->entries++;
        first->entry_count--;
        /* Several reactors may know one prefix. */
        if (reply->entry_count == 0 || order(entries[reply->entry_count - 1].path, item.path) != 0
            || item.kind != VIREO_ITEM_KIND_DIRECTORY) {
            entries[reply->entry_count++] = item;
        }
    }
    reply->entries = entries;
    for (size_t i = 0; i < count; i++) { /* one chain of all blocks */
        struct block *last = pages[i].memory;
        while (last != NULL && last->next != NULL) {
            last = last->next;
        }
        if (last != NULL) {
            last->next = memory;
            memory = pages[i].memory;
        }
    }
    reply->memory = memory;
    return reply->status = VIREO_STATUS_OK;
}

int vireo_list(vireo_client *client, uint64_t container, const vireo_list_request *list, vireo_reply *reply) {
    int status = connected(client, 0);
    if (status != VIREO_STATUS_OK) {
        return fail(client, reply, status);
    }
    size_t reactors = client->reactors, count = 0;
    vireo_reply *pages = calloc(reactors, sizeof *pages);
    if (pages == NULL) {
        return fail(client, reply, VIREO_STATUS_NO_MEMORY);
    }
    vireo_reply absence = {.status = VIREO_STATUS_OK};
    for (size_t reactor = 0; reactor < reactors; reactor++) {
        vireo_reply *page = &pages[count];
        status = list_reactor(client, reactor, container, list, page);
        if (status == VIREO_STATUS_OK) {
            count++;
        } else if (status == VIREO_STATUS_NOT_FOUND || status == VIREO_STATUS_WRONG_KIND) { /* others may have something of it */
            if (absence.status != VIREO_STATUS_WRONG_KIND) {
                vireo_release(&absence);
                absence = *page;
            } else {
                vireo_release(page);
            }
            memset(page, 0, sizeof *page);
        } else {
            *reply = *page;
            for (size_t i = 0; i < count; i++) {
                vireo_release(&pages[i]);
            }
            vireo_release(&absence);
            free(pages);
            return status;
        }
    }
    if (count == 0) {
        *reply = absence;
        status = absence.status;
    } else {
        vireo_release(&absence);
        status = merge(client, pages, count, reply);
    }
    free(pages);
    return status;
}
