package io.vireo.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an engine does with a disk, each beside what people use for that: durable puts, scans, bodies, streams, reads past the cache, and a restart. */
final class JournalBenchmark implements Benchmark {
    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String summary() {
        return "what is on the disk, beside RocksDB, Redis, fio and a file copy";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        List<Measurement> rows = new ArrayList<>();
        rows.addAll(DurablePutRun.run(effort));
        rows.addAll(ScanRun.run(effort));
        rows.addAll(BodyRun.run(effort));
        rows.addAll(StreamRun.run(effort));
        rows.addAll(RandomReadRun.run(effort));
        rows.addAll(RedisRestartRun.run(effort));
        return rows;
    }
}
