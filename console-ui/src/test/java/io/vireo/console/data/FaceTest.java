package io.vireo.console.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.console.data.DataEntry.Kind;
import org.junit.jupiter.api.Test;

class FaceTest {
    @Test
    void aFileIsAnObjectAndAFile() {
        assertThat(Face.namesOf(new DataEntry("a/photo.jpg", Kind.ITEM, 12, 0, null)))
                .isEqualTo("Object, File");
    }

    @Test
    void anEmptyFileIsAFileStill() {
        assertThat(Face.namesOf(new DataEntry("empty.txt", Kind.ITEM, 0, 0, null)))
                .isEqualTo("Object, File");
    }

    @Test
    void aFileWithAttributesIsARowToo() {
        assertThat(Face.namesOf(new DataEntry("photo.jpg", Kind.ITEM, 12, 0, null, true)))
                .isEqualTo("Object, Row, File");
    }

    @Test
    void attributesWithoutABodyAreARowAlone() {
        DataEntry row = new DataEntry("session-7", Kind.ITEM, 0, 0, null, true);

        assertThat(row.isPureRow()).isTrue();
        assertThat(Face.namesOf(row)).isEqualTo("Row");
    }

    @Test
    void aFolderIsAFileAndAStreamIsAStream() {
        assertThat(Face.namesOf(new DataEntry("2026", Kind.FOLDER, 0, 0, null))).isEqualTo("File");
        assertThat(Face.namesOf(new DataEntry("events", Kind.STREAM, 0, 4, null)))
                .isEqualTo("File, Stream");
    }
}
