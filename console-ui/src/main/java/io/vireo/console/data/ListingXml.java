package io.vireo.console.data;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the native API's listing of a folder. */
final class ListingXml {
    private static final XMLInputFactory FACTORY = factory();

    private ListingXml() {}

    /**
     * A page of a listing.
     *
     * @param next where the page after it starts; empty: this is the last one
     */
    record Page(List<DataEntry> entries, String next) {}

    /** @throws DataException {@code GATEWAY_FAILED} if it is no listing */
    static Page read(InputStream xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(xml, "UTF-8");
            List<DataEntry> entries = new ArrayList<>();
            String marker = "";
            boolean isTruncated = false;
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (reader.getLocalName()) {
                    case "NextMarker" -> marker = reader.getElementText();
                    case "IsTruncated" -> isTruncated = Boolean.parseBoolean(reader.getElementText());
                    case "Contents" -> entries.add(item(fields(reader, "Contents")));
                    case "CommonPrefixes" -> entries.add(folder(fields(reader, "CommonPrefixes")));
                    default -> {}
                }
            }
            // The two kinds come one after the other; people read names.
            entries.sort(Comparator.comparing(DataEntry::path));
            return new Page(List.copyOf(entries), isTruncated ? marker : "");
        } catch (XMLStreamException e) {
            throw new DataException(DataException.Code.GATEWAY_FAILED, "the gateway's listing cannot be read", e);
        }
    }

    private static Map<String, String> fields(XMLStreamReader reader, String element) throws XMLStreamException {
        Map<String, String> fields = new HashMap<>();
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals(element))) {
            if (reader.isStartElement()) {
                fields.put(reader.getLocalName(), reader.getElementText());
            }
        }
        return fields;
    }

    private static DataEntry item(Map<String, String> fields) {
        return new DataEntry(
                trimmed(fields.getOrDefault("Key", "")),
                DataEntry.Kind.ITEM,
                number(fields.get("Size")),
                0,
                time(fields.get("LastModified")),
                number(fields.get("AttributeCount")) > 0);
    }

    private static DataEntry folder(Map<String, String> fields) {
        int shards = (int) number(fields.get("ShardCount"));
        return new DataEntry(
                trimmed(fields.getOrDefault("Prefix", "")),
                shards > 0 ? DataEntry.Kind.STREAM : DataEntry.Kind.FOLDER,
                0,
                shards,
                time(fields.get("LastModified")));
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static long number(@Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null; // an unknown form of a time is worth no failed page
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
