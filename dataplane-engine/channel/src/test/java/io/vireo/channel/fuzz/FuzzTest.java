package io.vireo.channel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Test of a decoder of bytes from outside: what {@link #check} asserts holds for every input. Subclasses are named {@code *FuzzTest} and lie beside
 * the tests of the decoder.
 *
 * <p>Each run replays the {@link Corpus} and then a fixed number of its mutations from a fixed seed, so it is the same everywhere. With {@code
 * -Dvireo.fuzz.seconds=N} a process guided by coverage ({@link CoverageGuided}) looks for more during N seconds. An input that was found goes into
 * the corpus with the change that mends it.
 */
public abstract class FuzzTest {
    static final String SECONDS = "vireo.fuzz.seconds";

    private static final long SEED = 20261123;
    private static final long STUCK_NS = 20_000_000_000L;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long executionCount;
    private volatile byte @Nullable [] current;

    /** For subclasses. */
    protected FuzzTest() {}

    /**
     * Decodes the input and asserts what must hold. A refusal that the decoder documents is caught here; whatever comes out is a finding.
     */
    protected abstract void check(byte[] input) throws Exception;

    /** Well-formed inputs, which mutation starts from. */
    protected abstract List<byte[]> seeds() throws Exception;

    /** Words of the format, which mutation puts in. */
    protected List<byte[]> words() {
        return List.of();
    }

    /** How many mutations a plain run tries. */
    protected int executions() {
        return 20_000;
    }

    /** Of an input, in bytes. */
    protected int maxLength() {
        return 4096;
    }

    /** What decoding an input may allocate on its thread, assertions included, in bytes. */
    protected long allocationLimit(int inputLength) {
        return (1 << 20) + 256L * inputLength;
    }

    @Test
    final void holdsForTheCorpusAndItsMutations(TestReporter reporter) throws Exception {
        Corpus corpus = Corpus.of(this);
        Thread runner = new Thread(() -> runAll(corpus), "fuzz");
        List<Throwable> failures = new ArrayList<>();
        runner.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
        runner.setDaemon(true); // one that is stuck must not hold up the end of the process
        long startNs = System.nanoTime();
        runner.start();
        awaitProgress(runner);
        double seconds = (System.nanoTime() - startNs) / 1e9;

        if (!failures.isEmpty()) {
            throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
        }
        reporter.publishEntry(
                "fuzz", "executions=%d perSecond=%.0f".formatted(executionCount, executionCount / seconds));
    }

    @Test
    @EnabledIfSystemProperty(named = SECONDS, matches = "[1-9][0-9]*")
    final void holdsForWhatCoverageLeadsTo(TestReporter reporter) throws Exception {
        CoverageGuided.Outcome outcome =
                CoverageGuided.run(this, Corpus.of(this), maxLength(), Integer.getInteger(SECONDS));

        assertThat(outcome.finding()).isEmpty();
        reporter.publishEntry("fuzz", outcome.summary());
    }

    private void runAll(Corpus corpus) {
        for (byte[] input : corpus.inputs()) {
            runOne(input);
        }
        Mutator mutator = new Mutator(new SplittableRandom(SEED), corpus.inputs(), words(), maxLength());
        for (int i = 0; i < executions(); i++) {
            runOne(mutator.next());
        }
    }

    private void runOne(byte[] input) {
        current = input;
        try {
            checkWithinBounds(input);
        } catch (Throwable e) { // of any kind, AssertionError and OutOfMemoryError too: told with the input
            fail(
                    "execution=%d seed=%d input, to be kept in %s:%n%s"
                            .formatted(executionCount, SEED, Corpus.folder(getClass()), Corpus.toHex(input)),
                    e);
        }
        executionCount++;
    }

    /** {@link #check}, and that it keeps to {@link #allocationLimit}. */
    private void checkWithinBounds(byte[] input) throws Exception {
        long limit = allocationLimit(input.length);
        long allocated = allocatedBy(input);
        if (allocated > limit) {
            allocated = allocatedBy(input); // the first time may have loaded classes
        }
        if (allocated > limit) {
            fail("decoding allocates too much: inputLength=%d allocated=%d limit=%d"
                    .formatted(input.length, allocated, limit));
        }
    }

    private long allocatedBy(byte[] input) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        check(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void awaitProgress(Thread runner) throws InterruptedException {
        byte[] seen = current;
        long sinceNs = System.nanoTime();
        while (!runner.join(POLL)) {
            byte[] now = current;
            if (now != seen) {
                seen = now;
                sinceNs = System.nanoTime();
            } else if (now != null && System.nanoTime() - sinceNs > STUCK_NS) {
                AssertionError stuck = new AssertionError(
                        "no end after %d s: input%n%s".formatted(STUCK_NS / 1_000_000_000L, Corpus.toHex(now)));
                stuck.setStackTrace(runner.getStackTrace());
                throw stuck;
            }
        }
    }
}
