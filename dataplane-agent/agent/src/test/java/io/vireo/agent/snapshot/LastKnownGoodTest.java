package io.vireo.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastKnownGoodTest {
    @TempDir
    Path folder;

    @Test
    void isNothingBeforeTheFirst() {
        assertThat(new LastKnownGood(folder).load().snapshot()).isEmpty();
        assertThat(new LastKnownGood(folder).load().warning()).isEmpty();
    }

    @Test
    void givesBackTheLatestWhichOnlyItsOwnerReads() throws IOException {
        LastKnownGood store = new LastKnownGood(folder);
        store.save(push(1));
        store.save(push(2));

        LastKnownGood.Loaded loaded = new LastKnownGood(folder).load();

        assertThat(loaded.snapshot().orElseThrow().version()).isEqualTo(2);
        assertThat(loaded.warning()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("last-known-good.pb"))))
                .isEqualTo("rw-------");
    }

    @Test
    void fallsBackFromEveryCutOfTheFileAndSaysSo() throws IOException {
        LastKnownGood store = new LastKnownGood(folder);
        store.save(push(1));
        store.save(push(2));
        Path file = folder.resolve("last-known-good.pb");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            LastKnownGood.Loaded loaded = store.load();

            assertThat(loaded.snapshot().orElseThrow().version())
                    .as("length=%d", length)
                    .isEqualTo(1);
            assertThat(loaded.warning()).contains("is damaged", "version=1");
        }
    }

    @Test
    void usesTheOneBeforeWhenACrashCameBetweenTheTwo() throws IOException {
        LastKnownGood store = new LastKnownGood(folder);
        store.save(push(1));
        Files.move(folder.resolve("last-known-good.pb"), folder.resolve("last-known-good.previous.pb"));

        assertThat(store.load().snapshot().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void isNothingWhenBothAreDamaged() throws IOException {
        Files.writeString(folder.resolve("last-known-good.pb"), "x");
        Files.writeString(folder.resolve("last-known-good.previous.pb"), "y");

        LastKnownGood.Loaded loaded = new LastKnownGood(folder).load();

        assertThat(loaded.snapshot()).isEmpty();
        assertThat(loaded.warning()).contains("is damaged", "the one before cannot be read");
    }

    private static SnapshotPush push(long version) {
        EncodedSnapshot encoded = EncodedSnapshot.of(
                Snapshot.newBuilder().setEpoch("e").setNodeId("node").build());
        return SnapshotPush.newBuilder()
                .setVersion(version)
                .setHash(encoded.hash())
                .setSnapshot(encoded.bytes())
                .build();
    }
}
