package io.vireo.cli;

import io.vireo.cli.client.ApiClient;
import io.vireo.cli.client.DataClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of items: objects. Paths are written CONTAINER/PATH. */
@Command(name = "object", description = "Put, get, list and remove objects.")
final class ObjectCommand {
    private static final int PAGE = 1_000;

    private final Console console;

    ObjectCommand(Console console) {
        this.console = console;
    }

    @Command(description = "Store a file.")
    int put(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Parameters(paramLabel = "FILE", description = "- reads standard input.") String file)
            throws IOException {
        DataClient data = DataClient.of(api.connect(console), tenant.name());
        if (file.equals("-")) {
            data.put(path, BodyPublishers.ofByteArray(System.in.readAllBytes()));
        } else if (!Files.isRegularFile(Path.of(file))) {
            throw new CommandException("no such file: " + file, "");
        } else {
            data.put(path, BodyPublishers.ofFile(Path.of(file)));
        }
        api.print(console, Console.JSON.createObjectNode().put("path", path), "Stored " + path + ".");
        return 0;
    }

    @Command(description = "Fetch an object to a file, or to standard output.")
    int get(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER/PATH") String path,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = "-") String file)
            throws IOException {
        DataClient data = DataClient.of(api.connect(console), tenant.name());
        try (InputStream body = data.get(path)) {
            if (file.equals("-")) {
                body.transferTo(console.output());
                console.output().flush();
            } else {
                long length = Files.copy(body, Path.of(file), StandardCopyOption.REPLACE_EXISTING);
                api.print(
                        console,
                        Console.JSON.createObjectNode().put("path", path).put("length", length),
                        "Fetched " + length + " bytes to " + file + ".");
            }
        }
        return 0;
    }

    @Command(description = "List a container, or a folder in it.")
    int ls(
            @Mixin ApiOptions api,
            @Mixin TenantOption tenant,
            @Parameters(paramLabel = "CONTAINER[/FOLDER]") String path,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "Default: 1000.")
                    int limit) {
        DataClient data = DataClient.of(api.connect(console), tenant.name());
        int slash = path.indexOf('/');
        String container = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        List<JsonNode> rows = new ArrayList<>();
        String marker = "";
        boolean more = true;
        while (more && rows.size() < limit) {
            String xml = data.text(
                    container,
                    "?prefix-info=1&prefix=" + ApiClient.encode(prefix) + "&max-keys="
                            + Math.min(PAGE, limit - rows.size())
                            + (marker.isEmpty() ? "" : "&marker=" + ApiClient.encode(marker)));
            Listing listing = Listing.parse(xml);
            rows.addAll(listing.rows());
            more = listing.truncated() && !listing.marker().equals(marker);
            marker = listing.marker();
        }
        api.print(
                console,
                rows,
                "Nothing here. Store something with: ./vireo object put " + container + "/PATH FILE",
                "path",
                "length",
                "modified");
        return 0;
    }

    @Command(description = "Show an object's length and times without its body.")
    int head(
            @Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "CONTAINER/PATH") String path) {
        HttpResponse<String> head =
                DataClient.of(api.connect(console), tenant.name()).head(path);
        ObjectNode result = Console.JSON.createObjectNode().put("path", path);
        result.put("length", head.headers().firstValueAsLong("Content-Length").orElse(0));
        head.headers().firstValue("Last-Modified").ifPresent(time -> result.put("modified", time));
        head.headers().firstValue("Content-Type").ifPresent(type -> result.put("contentType", type));
        api.print(
                console,
                result,
                result.path("length").asString() + " bytes, modified "
                        + result.path("modified").asString("-"));
        return 0;
    }

    @Command(description = "Remove an object.")
    int rm(@Mixin ApiOptions api, @Mixin TenantOption tenant, @Parameters(paramLabel = "CONTAINER/PATH") String path) {
        DataClient.of(api.connect(console), tenant.name()).delete(path);
        api.print(console, Console.JSON.createObjectNode().put("path", path), "Removed " + path + ".");
        return 0;
    }

    /** One page of a listing. */
    private record Listing(List<JsonNode> rows, String marker, boolean truncated) {
        static Listing parse(String xml) {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            List<JsonNode> rows = new ArrayList<>();
            String marker = "";
            boolean truncated = false;
            ObjectNode row = Console.JSON.createObjectNode();
            StringBuilder text = new StringBuilder();
            try {
                XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamReader.START_ELEMENT -> {
                            text.setLength(0);
                            String name = reader.getLocalName();
                            if (name.equals("Contents") || name.equals("CommonPrefixes")) {
                                row = Console.JSON.createObjectNode();
                            }
                        }
                        case XMLStreamReader.CHARACTERS -> text.append(reader.getText());
                        case XMLStreamReader.END_ELEMENT -> {
                            switch (reader.getLocalName()) {
                                case "Key", "Prefix" -> row.put("path", text.toString());
                                case "Size" -> row.put("length", Long.parseLong(text.toString()));
                                case "LastModified" -> row.put("modified", text.toString());
                                case "Contents", "CommonPrefixes" -> rows.add(row);
                                case "NextMarker" -> marker = text.toString();
                                case "IsTruncated" -> truncated = Boolean.parseBoolean(text.toString());
                                default -> {
                                    // of no use to a table
                                }
                            }
                        }
                        default -> {
                            // white space, comments
                        }
                    }
                }
            } catch (XMLStreamException | NumberFormatException e) {
                throw new CommandException("the gateway's listing cannot be read: " + e.getMessage(), "", e);
            }
            return new Listing(rows, marker, truncated);
        }
    }
}
