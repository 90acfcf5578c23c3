/* Of vireo.c: the arena, and the channel to each reactor of an engine. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "vireo.h"

/* The memory of a channel and its greeting: drawn in io.vireo.channel.ChannelDescriptor, RingProducer and Handshake. */
#define MAGIC 0x3148434F45524956u
#define VERSION 1
#define HELLO_LENGTH 20
#define ANSWER_LENGTH 48
#define HEADER_LENGTH 4096
#define TO_LISTENER_HEAD 256
#define TO_CONNECTOR_HEAD 384
#define LISTENER_SLEEPING 512
#define CONNECTOR_SLEEPING 640
#define PADDING 0xFFFFFFFFu

#define ROOM_UNIT 256
#define AVAILABILITY_NS 2000000000ll
#define RETRY_NS 20000000ll
#define SET_UP_S 5

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void nap(int64_t ns) {
    nanosleep(&(struct timespec){ns / 1000000000ll, ns % 1000000000ll}, NULL);
}

/* ---- the arena: first fit over free blocks in order ---- */

struct place {
    uint64_t offset;
    uint64_t length;
};

struct arena {
    unsigned char *bytes;
    struct place *free;
    size_t count;
    size_t capacity;
};

static int allocate(struct arena *arena, uint64_t length, struct place *place) {
    length = (length + ROOM_UNIT - 1) / ROOM_UNIT * ROOM_UNIT;
    for (size_t i = 0; i < arena->count; i++) {
        if (arena->free[i].length < length) {
            continue;
        }
        *place = (struct place){arena->free[i].offset, length};
        arena->free[i].offset += length;
        arena->free[i].length -= length;
        if (arena->free[i].length == 0) {
            memmove(arena->free + i, arena->free + i + 1, (--arena->count - i) * sizeof *place);
        }
        return 1;
    }
    return 0;
}

/* There is room for the entry: a place that was given out has made the array at most one shorter, and it never shrinks. */
static void give_back(struct arena *arena, struct place place) {
    size_t i = 0;
    while (i < arena->count && arena->free[i].offset < place.offset) {
        i++;
    }
    int joins_before = i > 0 && arena->free[i - 1].offset + arena->free[i - 1].length == place.offset;
    int joins_after = i < arena->count && place.offset + place.length == arena->free[i].offset;
    if (joins_before) {
        arena->free[i - 1].length += place.length + (joins_after ? arena->free[i].length : 0);
        if (joins_after) {
            memmove(arena->free + i, arena->free + i + 1, (--arena->count - i) * sizeof place);
        }
    } else if (joins_after) {
        arena->free[i].offset = place.offset;
        arena->free[i].length += place.length;
    } else {
        memmove(arena->free + i + 1, arena->free + i, (arena->count++ - i) * sizeof place);
        arena->free[i] = place;
    }
}

/* ---- the channel to one reactor ---- */

struct link {
    int socket; /* -1: not connected */
    unsigned char *memory;
    size_t length;
    unsigned char *out;
    uint64_t out_capacity;
    uint64_t tail;
    uint64_t seen_head;
    unsigned char *in;
    uint64_t in_capacity;
    uint64_t position;
    struct arena arena;
    uint64_t arena_length;
    int peer_is_gone;
};

struct vireo_call {
    uint64_t id;
    size_t reactor;
    struct place places[3];
    int place_count;
    struct place room;
    int is_done;
    int status; /* when there is no reply */
    void *memory; /* of what follows, handed on to the caller's reply */
    const unsigned char *reply;
    size_t reply_length;
    vireo_bytes data;
};

struct vireo_client {
    struct sockaddr_un address;
    unsigned char *grant;
    uint32_t grant_length;
    struct link *links;
    uint32_t reactors;
    uint32_t partitions;
    vireo_call **calls; /* by the lower half of their ids */
    size_t call_count;
    uint32_t next_generation;
    char refusal[513];
};

static uint64_t *word(unsigned char *at) { return (uint64_t *)(void *)at; }

static uint64_t *shared(struct link *link, size_t offset) { return word(link->memory + offset); }

static void disconnect(vireo_client *client, size_t reactor) {
    struct link *link = &client->links[reactor];
    if (link->socket < 0) {
        return;
    }
    for (size_t i = 0; i < client->call_count; i++) {
        vireo_call *call = client->calls[i];
        if (call != NULL && call->reactor == reactor && !call->is_done) {
            call->is_done = 1;
            call->status = VIREO_STATUS_UNAVAILABLE;
            client->calls[i] = NULL;
        }
    }
    close(link->socket);
    munmap(link->memory, link->length);
    free(link->arena.free);
    *link = (struct link){.socket = -1};
}

static int receive_all(int socket, unsigned char *bytes, size_t length, int *descriptor) {
    for (size_t received = 0; received < length;) {
        union {
            struct cmsghdr header;
            char bytes[CMSG_SPACE(sizeof(int))];
        } control;
        struct iovec part = {bytes + received, length - received};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
        ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return 0;
        }
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS && *descriptor < 0) {
            memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
        }
        received += (size_t)count;
    }
    return 1;
}

static int send_all(int socket, const void *bytes, size_t length) {
    for (size_t sent = 0; sent < length;) {
        ssize_t count = send(socket, (const char *)bytes + sent, length - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return 0;
        }
        sent += (size_t)count;
    }
    return 1;
}

static int is_ring(uint64_t capacity) { return capacity >= 4096 && capacity <= 1u << 28 && (capacity & (capacity - 1)) == 0; }

/* Maps the memory of a welcome. */
static int map(struct link *link, const unsigned char *answer, int descriptor) {
    uint32_t to_listener, to_connector, owner;
    memcpy(&to_listener, answer + 24, 4);
    memcpy(&to_connector, answer + 28, 4);
    memcpy(&link->arena_length, answer + 32, 8);
    memcpy(&owner, answer + 40, 4);
    if (!is_ring(to_listener) || !is_ring(to_connector) || link->arena_length > 1ull << 32 || owner != 1) {
        return VIREO_STATUS_MALFORMED;
    }
    link->length = HEADER_LENGTH + (size_t)to_listener + to_connector + link->arena_length;
    link->memory = mmap(NULL, link->length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    /* Places are multiples of a unit, so there are never more free ones than half of the units, and one. */
    link->arena.capacity = link->arena_length / ROOM_UNIT / 2 + 1;
    link->arena.free = malloc(link->arena.capacity * sizeof *link->arena.free);
    if (link->memory == MAP_FAILED || link->arena.free == NULL) {
        if (link->memory != MAP_FAILED) {
            munmap(link->memory, link->length);
        }
        free(link->arena.free);
        return VIREO_STATUS_NO_MEMORY;
    }
    link->out = link->memory + HEADER_LENGTH;
    link->out_capacity = to_listener;
    link->in = link->out + to_listener;
    link->in_capacity = to_connector;
    link->arena.bytes = link->in + to_connector;
    link->arena.count = link->arena_length > 0;
    link->arena.free[0] = (struct place){0, link->arena_length};
    return VIREO_STATUS_OK;
}

static void refuse(vireo_client *client, int socket, const unsigned char *answer) {
    uint32_t length;
    int descriptor = -1;
    memcpy(&length, answer + 44, 4);
    length = length < sizeof client->refusal ? length : sizeof client->refusal - 1;
    if (!receive_all(socket, (unsigned char *)client->refusal, length, &descriptor)) {
        length = 0;
    }
    client->refusal[length] = 0;
}

static int greet(vireo_client *client, size_t reactor, int socket, struct link *link) {
    unsigned char hello[HELLO_LENGTH], answer[ANSWER_LENGTH];
    uint64_t magic = MAGIC;
    uint32_t fields[3] = {VERSION, (uint32_t)reactor, client->grant_length};
    memcpy(hello, &magic, 8);
    memcpy(hello + 8, fields, sizeof fields);
    int descriptor = -1;
    if (connect(socket, (struct sockaddr *)&client->address, sizeof client->address) != 0
        || !send_all(socket, hello, sizeof hello)
        || !send_all(socket, client->grant, client->grant_length)
        || !receive_all(socket, answer, sizeof answer, &descriptor)) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        return VIREO_STATUS_UNAVAILABLE;
    }
    uint32_t version, refused, reactors, partitions;
    memcpy(&magic, answer, 8);
    memcpy(&version, answer + 8, 4);
    memcpy(&refused, answer + 12, 4);
    memcpy(&reactors, answer + 16, 4);
    memcpy(&partitions, answer + 20, 4);
    int status = VIREO_STATUS_FORBIDDEN;
    if (magic != MAGIC || version != VERSION) {
        strcpy(client->refusal, "listener does not speak our version");
    } else if (refused) {
        refuse(client, socket, answer);
    } else if (descriptor < 0) {
        status = VIREO_STATUS_MALFORMED;
    } else {
        status = map(link, answer, descriptor);
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    if (status == VIREO_STATUS_OK) {
        client->partitions = partitions > 0 ? partitions : 1;
        if (reactors > client->reactors) {
            struct link saved = *link;
            struct link *links = realloc(client->links, reactors * sizeof *links);
            if (links == NULL) {
                munmap(saved.memory, saved.length);
                free(saved.arena.free);
                return VIREO_STATUS_NO_MEMORY;
            }
            for (size_t i = client->reactors; i < reactors; i++) {
                links[i] = (struct link){.socket = -1};
            }
            client->links = links;
        }
        client->reactors = reactors > 0 ? reactors : 1;
    }
    return status;
}

static int connect_once(vireo_client *client, size_t reactor) {
    int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) {
        return VIREO_STATUS_NO_MEMORY;
    }
    struct timeval limit = {SET_UP_S, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    struct link link = {.socket = socket_};
    int status = greet(client, reactor, socket_, &link);
    if (status != VIREO_STATUS_OK) {
        close(socket_);
        return status;
    }
    if (reactor >= client->reactors) { /* the engine came back with fewer */
        munmap(link.memory, link.length);
        free(link.arena.free);
        close(socket_);
        return VIREO_STATUS_UNAVAILABLE;
    }
    client->links[reactor] = link;
    return VIREO_STATUS_OK;
}

/* A link to a reactor, connected; waits a while for an engine that starts. */
static int connected(vireo_client *client, size_t reactor) {
    int64_t deadline = now_ns() + AVAILABILITY_NS;
    while (reactor >= client->reactors || client->links[reactor].socket < 0) {
        int status = connect_once(client, reactor);
        if (status == VIREO_STATUS_OK) {
            break;
        }
        if (status != VIREO_STATUS_UNAVAILABLE || now_ns() >= deadline) {
            return status;
        }
        nap(RETRY_NS);
    }
    return VIREO_STATUS_OK;
}

static void ring(struct link *link) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* the record before the peer's word; pairs with the fence in ChannelWaiter.sleep */
    if (__atomic_load_n(shared(link, LISTENER_SLEEPING), __ATOMIC_RELAXED)) {
        __atomic_store_n(shared(link, LISTENER_SLEEPING), 0, __ATOMIC_RELAXED);
        /* Refused: rings enough are waiting there, or the peer is gone, which its hang-up tells. */
        (void)!send(link->socket, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
}

static int offer(struct link *link, const void *message, size_t length, uint64_t kind) {
    uint64_t mask = link->out_capacity - 1;
    uint64_t offset = link->tail & mask;
    uint64_t record = (length + 15) & ~(uint64_t)7;
    uint64_t position = record <= link->out_capacity - offset ? link->tail : link->tail + link->out_capacity - offset;
    uint64_t end = position + record;
    if (end + 8 - link->seen_head > link->out_capacity) {
        link->seen_head = __atomic_load_n(shared(link, TO_LISTENER_HEAD), __ATOMIC_ACQUIRE);
        if (end + 8 - link->seen_head > link->out_capacity) {
            return 0;
        }
    }
    unsigned char *at = link->out + (position & mask);
    memcpy(at + 8, message, length);
    __atomic_store_n(word(link->out + (end & mask)), 0, __ATOMIC_RELAXED);
    __atomic_store_n(word(at), kind << 32 | (length + 8), __ATOMIC_RELEASE);
    if (position != link->tail) { /* last: the peer goes on to the record when it sees the padding */
        __atomic_store_n(word(link->out + offset), PADDING, __ATOMIC_RELEASE);
    }
    link->tail = end;
    ring(link);
    return 1;
}

static int has_message(struct link *link) {
    return __atomic_load_n(word(link->in + (link->position & (link->in_capacity - 1))), __ATOMIC_ACQUIRE) != 0;
}
