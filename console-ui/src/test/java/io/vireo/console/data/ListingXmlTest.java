package io.vireo.console.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListingXmlTest {
    @Test
    void readsFilesFoldersAndStreamsInTheOrderOfTheirNames() {
        ListingXml.Page page = read("""
                <?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>data</Name><Prefix>a/</Prefix><NextMarker>a/z.txt</NextMarker>
                <MaxKeys>200</MaxKeys><IsTruncated>true</IsTruncated>
                <Contents><Key>a/b &amp; c.jpg</Key><Size>2840000</Size><LastModified>2026-11-22T06:12:10.482Z</LastModified><Mode>0100664</Mode><AttributeCount>0</AttributeCount></Contents>
                <Contents><Key>a/z.txt</Key><Size>0</Size><AttributeCount>2</AttributeCount></Contents>
                <CommonPrefixes><Prefix>a/aa/</Prefix><Mode>040775</Mode></CommonPrefixes>
                <CommonPrefixes><Prefix>a/events/</Prefix><ShardCount>3</ShardCount></CommonPrefixes></ListBucketResult>""");

        assertThat(page.next()).isEqualTo("a/z.txt");
        assertThat(page.entries())
                .containsExactly(
                        new DataEntry("a/aa", DataEntry.Kind.FOLDER, 0, 0, null),
                        new DataEntry(
                                "a/b & c.jpg",
                                DataEntry.Kind.ITEM,
                                2_840_000,
                                0,
                                Instant.parse("2026-11-22T06:12:10.482Z")),
                        new DataEntry("a/events", DataEntry.Kind.STREAM, 0, 3, null),
                        new DataEntry("a/z.txt", DataEntry.Kind.ITEM, 0, 0, null, true));
    }

    @Test
    void hasNoNextPageWhenItIsNotTruncated() {
        ListingXml.Page page = read(
                "<ListBucketResult><NextMarker>last</NextMarker><IsTruncated>false</IsTruncated></ListBucketResult>");

        assertThat(page.next()).isEmpty();
        assertThat(page.entries()).isEmpty();
    }

    @Test
    void readsNoEntities() {
        String bomb =
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><ListBucketResult><NextMarker>&a;</NextMarker></ListBucketResult>";

        assertThatThrownBy(() -> read(bomb)).isInstanceOf(DataException.class).hasMessageContaining("cannot be read");
    }

    private static ListingXml.Page read(String xml) {
        return ListingXml.read(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    }
}
