package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.vireo.client.Item;
import io.vireo.client.ItemKind;
import io.vireo.client.ItemState;
import io.vireo.client.ListPage;
import io.vireo.gateway.TenantView.Container;
import io.vireo.gateway.nativeapi.DirectoryAttributes.Time;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes listings as the clients of the native API read them; both kinds have the root {@code ListBucketResult}. */
final class ListingXml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();
    /** Two digits of a second, which clients compare as text. */
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SS'Z'").withZone(ZoneOffset.UTC);

    private static final int DIRECTORY_TYPE = 0040000;
    private static final int FILE_TYPE = 0100000;
    private static final int DIRECTORY_MODE = 0775;
    private static final int PERMISSIONS = 07777;
    private static final int SECONDS_AN_HOUR = 3600;

    private final XMLStreamWriter xml;

    private ListingXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    private interface Content {
        void write(ListingXml listing) throws XMLStreamException;
    }

    static ByteBuf containers(ByteBufAllocator allocator, List<Container> containers) {
        return document(allocator, listing -> listing.writeContainers(containers));
    }

    static ByteBuf directory(
            ByteBufAllocator allocator,
            String container,
            String directory,
            ListPage page,
            int maxKeys,
            boolean isDetailed) {
        return document(allocator, listing -> listing.writeDirectory(container, directory, page, maxKeys, isDetailed));
    }

    private static ByteBuf document(ByteBufAllocator allocator, Content content) {
        ByteBuf buffer = allocator.buffer(1024);
        try {
            XMLStreamWriter writer =
                    FACTORY.createXMLStreamWriter((OutputStream) new ByteBufOutputStream(buffer), "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement("ListBucketResult");
            content.write(new ListingXml(writer));
            writer.writeEndDocument();
            writer.close();
            return buffer;
        } catch (XMLStreamException fault) {
            buffer.release();
            throw new IllegalStateException("cannot write a listing", fault);
        }
    }

    private void writeContainers(List<Container> containers) throws XMLStreamException {
        xml.writeStartElement("Owner");
        write("ID", "");
        write("DisplayName", "");
        xml.writeEndElement();
        xml.writeStartElement("Buckets");
        for (Container container : containers) {
            xml.writeStartElement("Bucket");
            write("Name", container.name());
            write("CreationDate", "");
            write("Id", Long.toString(container.id()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void writeDirectory(String container, String directory, ListPage page, int maxKeys, boolean isDetailed)
            throws XMLStreamException {
        write("Name", container);
        write("Prefix", directory.isEmpty() ? "" : directory + "/");
        write(
                "NextMarker",
                page.entries().isEmpty() ? "" : page.entries().getLast().path());
        write("MaxKeys", Integer.toString(maxKeys));
        write("IsTruncated", Boolean.toString(!page.isLast()));
        for (Item entry : page.entries()) {
            if (!isDirectory(entry)) {
                writeContents(entry, isDetailed);
            }
        }
        for (Item entry : page.entries()) {
            if (isDirectory(entry)) {
                writeCommonPrefixes(entry, isDetailed);
            }
        }
    }

    private static boolean isDirectory(Item entry) {
        ItemKind kind = entry.state().kind();
        return entry.prefix() || kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
    }

    private void writeContents(Item entry, boolean isDetailed) throws XMLStreamException {
        ItemState state = entry.state();
        xml.writeStartElement("Contents");
        write("Key", entry.path());
        write("Size", Long.toString(state.bodyLength()));
        if (isDetailed) {
            if (state.kind() == ItemKind.SHARD) {
                write("LastSequenceId", Long.toString(state.lastSequence()));
                write("LastSequenceID", Long.toString(state.lastSequence()));
            }
            writeTimes(entry);
            writeOwner(state, FILE_TYPE | state.mode() & PERMISSIONS);
            write("AttributeCount", Integer.toString(state.attributeCount()));
        } else {
            write("LastModified", time(entry, Time.MODIFIED));
        }
        xml.writeEndElement();
    }

    private void writeCommonPrefixes(Item entry, boolean isDetailed) throws XMLStreamException {
        ItemState state = entry.state();
        xml.writeStartElement("CommonPrefixes");
        write("Prefix", entry.path() + "/");
        if (isDetailed && entry.prefix()) {
            write("Mode", mode(DIRECTORY_TYPE | DIRECTORY_MODE)); // all that is known of a directory without an item
        } else if (isDetailed) {
            writeTimes(entry);
            writeOwner(state, DIRECTORY_TYPE | state.mode() & PERMISSIONS);
            if (state.kind() == ItemKind.STREAM) {
                write("ShardCount", Integer.toString(state.shardCount()));
                write("RetentionPeriodHours", Integer.toString(state.retentionSeconds() / SECONDS_AN_HOUR));
                write("RetentionPeriodSec", Integer.toString(state.retentionSeconds()));
            }
        }
        xml.writeEndElement();
    }

    private void writeTimes(Item entry) throws XMLStreamException {
        write("LastModified", time(entry, Time.MODIFIED));
        write("AccessTime", time(entry, Time.ACCESSED));
        write("CreatingTime", time(entry, Time.CREATED));
    }

    private void writeOwner(ItemState state, int typeAndMode) throws XMLStreamException {
        write("Mode", mode(typeAndMode));
        write("GID", Integer.toHexString(state.gid()));
        write("UID", Integer.toHexString(state.uid()));
        write("InodeNumber", Long.toString(state.inode()));
    }

    private static String mode(int typeAndMode) {
        return "0" + Integer.toOctalString(typeAndMode);
    }

    private static String time(Item entry, Time time) {
        return TIME_FORMAT.format(DirectoryAttributes.shown(entry, time));
    }

    private void write(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        if (!text.isEmpty()) {
            xml.writeCharacters(text);
        }
        xml.writeEndElement();
    }
}
