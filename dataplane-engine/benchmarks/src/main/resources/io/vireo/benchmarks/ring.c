/*
 * The same ring as io.vireo.channel's RingProducer, in C: what the machine allows. Two processes on two cores hand a message to
 * and fro through shared memory, both spinning. PAYLOAD, the length of the message, is given to the compiler.
 *
 *   ring ROUND_TRIPS CPU CPU   prints: median and 99th percentile of a round trip, cost of a null system call, all in ns
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CAPACITY = 1 << 20, HEADER = 8, RECORD = HEADER + PAYLOAD, SYSTEM_CALLS = 200000 };

struct ring {
    _Alignas(128) _Atomic uint64_t head;
    _Alignas(128) unsigned char bytes[CAPACITY];
};

struct end {
    struct ring *ring;
    uint64_t position;
    uint64_t cached_head;
};

static _Atomic uint64_t *word(struct ring *ring, uint64_t position) {
    return (_Atomic uint64_t *)(ring->bytes + (position & (CAPACITY - 1)));
}

static void offer(struct end *out, const void *payload) {
    uint64_t offset = out->position & (CAPACITY - 1);
    uint64_t start = RECORD <= CAPACITY - offset ? out->position : out->position + CAPACITY - offset;
    uint64_t end = start + RECORD;
    while (end + HEADER - out->cached_head > CAPACITY) {
        out->cached_head = __atomic_load_n(&out->ring->head, __ATOMIC_ACQUIRE);
    }
    memcpy(out->ring->bytes + (start & (CAPACITY - 1)) + HEADER, payload, PAYLOAD);
    __atomic_store_n(word(out->ring, end), 0, __ATOMIC_RELAXED);
    __atomic_store_n(word(out->ring, start), RECORD, __ATOMIC_RELEASE);
    if (start != out->position) {
        __atomic_store_n(word(out->ring, out->position), 0xFFFFFFFFu, __ATOMIC_RELEASE);
    }
    out->position = end;
}

static void take(struct end *in, void *payload) {
    uint64_t header;
    while ((header = __atomic_load_n(word(in->ring, in->position), __ATOMIC_ACQUIRE)) == 0) {
        __builtin_ia32_pause();
    }
    if (header == 0xFFFFFFFFu) {
        in->position += CAPACITY - (in->position & (CAPACITY - 1));
    }
    memcpy(payload, in->ring->bytes + (in->position & (CAPACITY - 1)) + HEADER, PAYLOAD);
    in->position += RECORD;
    __atomic_store_n(&in->ring->head, in->position, __ATOMIC_RELEASE);
}

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        perror("sched_setaffinity");
        exit(1);
    }
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: ring ROUND_TRIPS CPU CPU\n");
        return 2;
    }
    long round_trips = atol(arguments[1]);
    struct ring *rings =
        mmap(NULL, 2 * sizeof *rings, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    uint64_t *samples = malloc((size_t)round_trips * sizeof *samples);
    if (rings == MAP_FAILED || samples == NULL) {
        perror("memory");
        return 1;
    }
    char payload[PAYLOAD] = {0};
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(atoi(arguments[3]));
        struct end in = {&rings[0], 0, 0}, out = {&rings[1], 0, 0};
        for (long i = 0; i < 2 * round_trips; i++) {
            take(&in, payload);
            offer(&out, payload);
        }
        _exit(0);
    }
    pin(atoi(arguments[2]));
    struct end out = {&rings[0], 0, 0}, in = {&rings[1], 0, 0};
    for (long i = 0; i < 2 * round_trips; i++) { /* the first half warms up */
        uint64_t start = now_ns();
        offer(&out, payload);
        take(&in, payload);
        samples[i % round_trips] = now_ns() - start;
    }
    waitpid(child, NULL, 0);
    qsort(samples, (size_t)round_trips, sizeof *samples, compare);

    uint64_t start = now_ns();
    for (int i = 0; i < SYSTEM_CALLS; i++) {
        syscall(SYS_getppid);
    }
    double system_call = (double)(now_ns() - start) / SYSTEM_CALLS;
    printf("%lu %lu %.0f\n", (unsigned long)samples[round_trips / 2], (unsigned long)samples[round_trips * 99 / 100], system_call);
    return 0;
}
