package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.remote.RemoteConfig;
import io.vireo.engine.io.DiskAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineConfigTest {
    @TempDir
    Path folder;

    @Test
    void hasDefaultsForAllButThePlaces() throws IOException {
        EngineConfig config = read("""
                {"dataDirectory": "/d", "socket": "/s", "grantKeyFile": "/k\\u0041"}
                """);

        assertThat(config.dataDirectory()).isEqualTo(Path.of("/d"));
        assertThat(config.socket()).isEqualTo(Path.of("/s"));
        assertThat(config.grantKeyFile()).isEqualTo(Path.of("/kA"));
        assertThat(config.reactors()).isEqualTo(1);
        assertThat(config.partitions()).isEqualTo(4);
        assertThat(config.segmentBytes()).isEqualTo(64L << 20);
        assertThat(config.memoryBytes())
                .as("grows with the machine, not with the heap")
                .isGreaterThan(Runtime.getRuntime().maxMemory() / 4)
                .isLessThan(Long.MAX_VALUE / 4);
        assertThat(config.diskAccess()).isEqualTo(DiskAccess.Choice.BEST);
    }

    @Test
    void refusesWhatItDoesNotKnowByName() {
        assertThatThrownBy(() -> read("""
                {"dataDirectory": "/d", "socket": "/s", "grantKeyFile": "/k", "partition": 4}
                """)).hasMessageContaining("unknown keys: keys=[partition]");
        assertThatThrownBy(() -> read("{\"dataDirectory\": \"/d\"}")).hasMessageContaining("key=socket");
        assertThatThrownBy(() -> read("{\"dataDirectory\": 5, \"socket\": \"/s\"}"))
                .hasMessageContaining("key=dataDirectory");
    }

    @Test
    void refusesWhatIsOutOfRangeWithTheRange() {
        assertThatThrownBy(() -> withNumber("partitions", 0)).hasMessageContaining("partitions=0 min=1 max=4096");
        assertThatThrownBy(() -> withNumber("segmentBytes", 5)).hasMessageContaining("segmentBytes=5 min=1048576");
        assertThatThrownBy(() -> withNumber("reactors", 5)).hasMessageContaining("fewer partitions than reactors");
    }

    @Test
    void letsInClientsOfOtherNodesOnlyWhenItSaysSo() throws IOException {
        assertThat(withRemote("").remote()).isNull();

        RemoteConfig plain =
                withRemote(", \"remoteListen\": \"127.0.0.1:7070\"").remote();
        assertThat(plain.address()).isEqualTo(new InetSocketAddress("127.0.0.1", 7070));
        assertThat(plain.tls()).isNull();
        assertThat(plain.maxConnections()).isEqualTo(64);
        RemoteConfig encrypted = withRemote("""
                , "remoteListen": "[::]:0", "remoteConnections": 3,
                "remoteCertificate": "/c", "remoteKey": "/k", "remoteAuthority": "/a"
                """).remote();
        assertThat(encrypted.tls()).isNotNull();
        assertThat(encrypted.maxConnections()).isEqualTo(3);
    }

    @Test
    void refusesToLetThemInWithoutCertificateOrByHalf() {
        assertThatThrownBy(() -> withRemote(", \"remoteListen\": \"0.0.0.0:7070\""))
                .hasMessageContaining("remoteListen: an address that other machines reach needs a certificate");
        assertThatThrownBy(() -> withRemote(", \"remoteListen\": \"127.0.0.1:1\", \"remoteKey\": \"/k\""))
                .hasMessageContaining("key=remoteCertificate");
        assertThatThrownBy(() -> withRemote(", \"remoteKey\": \"/k\""))
                .hasMessageContaining("unknown keys: keys=[remoteKey]");
        assertThatThrownBy(() -> withRemote(", \"remoteListen\": \"7070\""))
                .hasMessageContaining("remoteListen: is not HOST:PORT: value=7070");
        assertThatThrownBy(() -> withRemote(", \"remoteListen\": \"127.0.0.1:70700\""))
                .hasMessageContaining("remoteListen: ");
        assertThatThrownBy(() -> withRemote(", \"remoteListen\": \"127.0.0.1:1\", \"remoteConnections\": 0"))
                .hasMessageContaining("remoteConnections=0 min=1 max=1024");
    }

    private EngineConfig withRemote(String more) throws IOException {
        return read("{\"dataDirectory\": \"/d\", \"socket\": \"/s\", \"grantKeyFile\": \"/k\"" + more + "}");
    }

    @Test
    void takesTheDiskAccessThatAnOperatorNames() throws IOException {
        assertThat(withDiskAccess("threads").diskAccess()).isEqualTo(DiskAccess.Choice.THREADS);
        assertThat(withDiskAccess("io_uring").diskAccess()).isEqualTo(DiskAccess.Choice.URING);
        assertThat(withDiskAccess("best").diskAccess()).isEqualTo(DiskAccess.Choice.BEST);
        assertThatThrownBy(() -> withDiskAccess("floppy"))
                .hasMessageContaining("value=floppy known=[best, io_uring, threads]");
    }

    private EngineConfig withDiskAccess(String value) throws IOException {
        return read("{\"dataDirectory\": \"/d\", \"socket\": \"/s\", \"grantKeyFile\": \"/k\", \"diskAccess\": \""
                + value + "\"}");
    }

    @Test
    void refusesWhatIsNoFlatObject() {
        for (String text :
                new String[] {"", "[]", "{", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "{\"a\":{}}"
                }) {
            assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private EngineConfig withNumber(String key, long value) throws IOException {
        return read("{\"dataDirectory\": \"/d\", \"socket\": \"/s\", \"grantKeyFile\": \"/k\", \"" + key + "\": "
                + value + "}");
    }

    private EngineConfig read(String text) throws IOException {
        Path file = folder.resolve("engine.json");
        Files.writeString(file, text);
        return EngineConfig.read(file);
    }
}
