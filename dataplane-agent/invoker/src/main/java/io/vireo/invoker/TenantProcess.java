package io.vireo.invoker;

import io.vireo.channel.ChannelWaiter;
import io.vireo.client.DataClient;
import io.vireo.client.DataClientConfig;
import io.vireo.gateway.Gateway;
import io.vireo.gateway.GatewayConfig;
import io.vireo.gateway.GatewayException;
import io.vireo.invoker.config.ConfigException;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.config.ProcessConfig;
import io.vireo.invoker.config.TenantConfig;
import io.vireo.invoker.control.ControlServer;
import io.vireo.invoker.log.FunctionLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The process of one tenant: its gateway, and the invoker of its functions.
 *
 * <pre>
 *   TenantProcess --config FILE
 * </pre>
 *
 * <p>Prints {@code ready} once the agent can connect. SIGTERM, or the agent's word, lets everything under way finish.
 */
public final class TenantProcess implements AutoCloseable {
    private static final int DRAIN_SECONDS = 3;
    private static final int KEY_REPORT_SECONDS = 5;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final Logger LOG = LoggerFactory.getLogger(TenantProcess.class);

    private final DataClient data;
    private final FunctionLogs logs;
    private final Invoker invoker;
    private final Gateway gateway;
    private final ControlServer control;
    private final ScheduledExecutorService keyReports = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-reports").daemon().factory());
    private final CountDownLatch ended = new CountDownLatch(1);

    private TenantProcess(ProcessConfig config, Clock clock) throws IOException {
        LongSupplier epochNs = () -> {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        };
        data = DataClient.start(DataClientConfig.of(config.engineSocket()), config.engineGrantBytes());
        logs = new FunctionLogs(data, epochNs);
        control = new ControlServer(
                config.controlSocket(),
                config.invokerSocket(),
                ProcessHandle.current().pid());
        invoker = Invoker.start(
                config.invokerSocket(),
                control,
                logs::of,
                control::report,
                () -> Runtime.getRuntime().halt(FAILED), // the agent starts another
                System::nanoTime,
                epochNs,
                new SecureRandom(),
                ChannelWaiter.DEFAULT_SPIN_NS);
        gateway = Gateway.start(GatewayConfig.defaults(), data, invoker, logs, clock);
        control.listen(new Agent(config.engineGrantBytes()));
        var _ = keyReports.scheduleWithFixedDelay(
                () -> control.reportKeys(gateway.keysLastUsed()),
                KEY_REPORT_SECONDS,
                KEY_REPORT_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Starts a process's parts. */
    public static TenantProcess start(ProcessConfig config, Clock clock) throws IOException {
        return new TenantProcess(config, clock);
    }

    /** Runs until it is told to end. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: TenantProcess --config FILE");
            System.exit(WRONG_USAGE);
        }
        TenantProcess process;
        try {
            process = start(ProcessConfig.read(Path.of(arguments[1])), Clock.systemUTC());
        } catch (ConfigException e) {
            System.err.println("configuration refused: field=" + e.field() + " " + e.getMessage());
            System.exit(WRONG_USAGE);
            return;
        } catch (IOException e) {
            System.err.println("cannot start: " + e.getMessage());
            System.exit(FAILED);
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(process::close));
        System.out.println("ready");
        System.out.flush();
        process.ended.await();
        System.exit(0);
    }

    /** The gateway, which says where it listens. */
    public Gateway gateway() {
        return gateway;
    }

    /** Lets calls under way end, writes the log lines that wait, and closes. */
    @Override
    public void close() {
        gateway.close();
        keyReports.shutdownNow();
        try {
            if (!invoker.drain(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("events cut off: not answered within {} s", DRAIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        invoker.close();
        logs.close();
        data.close();
        control.close();
    }

    /** What the agent tells this process. */
    private final class Agent implements ControlServer.Listener {
        private byte[] appliedGrant;

        private Agent(byte[] grant) {
            appliedGrant = grant;
        }

        @Override
        public void apply(JsonNode tenant, String engineGrant) {
            TenantConfig config = TenantConfig.of(tenant);
            byte[] grant = ProcessConfig.grantOf(engineGrant);
            try {
                gateway.apply(config.view());
            } catch (GatewayException e) {
                throw new ConfigException(e.field(), String.valueOf(e.getMessage()));
            }
            if (grant.length > 0 && !Arrays.equals(grant, appliedGrant)) {
                data.renew(grant);
                appliedGrant = grant;
            }
            logs.apply(
                    config.systemContainer(),
                    config.functions().stream().map(FunctionConfig::name).collect(Collectors.toSet()));
            invoker.apply(config.functions());
            LOG.info(
                    "configuration applied listen={} containers={} keys={} functions={}",
                    gateway.address(),
                    config.view().containers().size(),
                    config.view().accessKeys().size(),
                    config.functions().size());
        }

        @Override
        public void workerExited(String worker, int exitCode) {
            invoker.workerExited(worker, exitCode);
        }

        @Override
        public void drain() {
            ended.countDown();
        }
    }
}
