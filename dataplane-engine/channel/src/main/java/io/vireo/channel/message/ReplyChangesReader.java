// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyChanges. */
public final class ReplyChangesReader extends StructReader {
    private @Nullable StructListReader<ChangeReader> changePage;
    private @Nullable DataReader nextPosition;

    /** On no message yet. */
    public ReplyChangesReader() {}

    ReplyChangesReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code changePage} is set. */
    public boolean hasChangePage() {
        return readHas(1);
    }

    /** Field {@code changePage}; the same object at each call, moved. */
    public StructListReader<ChangeReader> changePage() {
        StructListReader<ChangeReader> reader = this.changePage;
        if (reader == null) {
            reader = new StructListReader<>(new ChangeReader());
            this.changePage = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Whether {@code nextPosition} is set. */
    public boolean hasNextPosition() {
        return readHas(2);
    }

    /** Field {@code nextPosition}; the same object at each call, moved. */
    public DataReader nextPosition() {
        DataReader reader = this.nextPosition;
        if (reader == null) {
            reader = new DataReader();
            this.nextPosition = reader;
        }
        return readBytes(2, reader, false);
    }

    /** Field {@code atEnd}. */
    public boolean atEnd() {
        return readBoolean(192);
    }

    /** Field {@code behindBytes}. */
    public long behindBytes() {
        return readLong(32);
    }
}
