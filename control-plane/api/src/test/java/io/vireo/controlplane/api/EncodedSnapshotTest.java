package io.vireo.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedSnapshotTest {

    @Test
    void equalContentHasEqualBytesWhateverTheOrderOfItsMapEntries() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            names.add("VARIABLE_" + i);
        }
        EncodedSnapshot first = EncodedSnapshot.of(snapshotWithEnvironment(names));

        Collections.shuffle(names, new Random(7));

        assertThat(EncodedSnapshot.of(snapshotWithEnvironment(names))).isEqualTo(first);
    }

    @Test
    void decodesToWhatWasEncoded() throws InvalidSnapshotException {
        Snapshot snapshot = snapshotWithEnvironment(List.of("A", "B"));

        assertThat(EncodedSnapshot.of(snapshot).decode()).isEqualTo(snapshot);
    }

    @Test
    void hashIsThatOfTheBytes() {
        EncodedSnapshot empty = EncodedSnapshot.of(Snapshot.getDefaultInstance());

        assertThat(empty.hash())
                .isEqualTo(ByteString.fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void refusesAPushWhoseHashIsNotThatOfItsBytes() {
        EncodedSnapshot encoded = EncodedSnapshot.of(snapshotWithEnvironment(List.of("A")));
        SnapshotPush push = SnapshotPush.newBuilder()
                .setVersion(5)
                .setSnapshot(encoded.bytes().concat(ByteString.copyFromUtf8("x")))
                .setHash(encoded.hash())
                .build();

        assertThatThrownBy(() -> EncodedSnapshot.of(push))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("version=5");
    }

    @Test
    void refusesBytesThatAreNoSnapshot() {
        EncodedSnapshot garbage =
                new EncodedSnapshot(ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2}), ByteString.EMPTY);

        assertThatThrownBy(garbage::decode).isInstanceOf(InvalidSnapshotException.class);
    }

    private static Snapshot snapshotWithEnvironment(List<String> names) {
        Function.Builder function = Function.newBuilder().setName("hello");
        names.forEach(name -> function.putEnvironment(name, name + "=value"));
        return Snapshot.newBuilder()
                .setEpoch("e")
                .addTenants(Tenant.newBuilder().setName("default").addFunctions(function))
                .build();
    }
}
