package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.client.ListPage;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import io.vireo.gateway.TenantView.Container;
import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.gateway.http.ResourcePath;
import io.vireo.policy.Action;
import java.util.List;
import java.util.Map;

/** Listings in XML: the containers of a tenant, and what is directly in a directory. */
final class Listings {
    private Listings() {}

    /** The containers whose top the caller may list. */
    static void containers(Exchange exchange, Caller caller, List<Container> containers) {
        List<Container> visible = containers.stream()
                .filter(container -> caller.may(Action.ITEM_LIST, "container/" + container.name() + "/"))
                .toList();
        respond(exchange, ListingXml.containers(exchange.allocator(), visible));
    }

    /** A page of a directory, by the parameters of the query. */
    static void directory(NativeCall call) {
        Map<String, String> parameters = call.exchange().target().parameters();
        String prefix = ResourcePath.normalised(parameters.getOrDefault("prefix", ""), "prefix");
        NativeCall listed = prefix.isEmpty() ? call : call.at(call.path().resolve(prefix, "prefix"));
        listed.require(Action.ITEM_LIST);
        String delimiter = parameters.getOrDefault("delimiter", "/");
        if (!delimiter.equals("/")) {
            throw RefusedException.invalid("delimiter", "is not a slash");
        }
        int maxKeys = maxKeys(parameters);
        String marker = ResourcePath.normalised(parameters.getOrDefault("marker", ""), "marker");
        boolean isDetailed = isOn(parameters, "prefix-info");
        ListRequest request = new ListRequest(
                listed.container().id(),
                listed.path().path(),
                marker,
                Math.max(1, maxKeys),
                false,
                isOn(parameters, "prefix-only") ? ListRequest.Directories.ONLY : ListRequest.Directories.INCLUDE,
                "",
                isDetailed ? DirectoryAttributes.TIMES : Projection.NONE,
                0,
                0,
                "");
        listed.then(
                listed.data().list(request),
                page -> {
                    if (page.entries().isEmpty() && marker.isEmpty()) {
                        Directory.require(listed, () -> answer(listed, page, maxKeys, isDetailed));
                    } else {
                        answer(listed, page, maxKeys, isDetailed);
                    }
                },
                failure -> Directory.fail(listed, failure));
    }

    private static void answer(NativeCall call, ListPage page, int maxKeys, boolean isDetailed) {
        ListPage shown = maxKeys == 0 ? new ListPage(List.of(), "") : page;
        respond(
                call.exchange(),
                ListingXml.directory(
                        call.exchange().allocator(),
                        call.container().name(),
                        call.path().path(),
                        shown,
                        maxKeys,
                        isDetailed));
    }

    private static int maxKeys(Map<String, String> parameters) {
        String text = parameters.getOrDefault("max-keys", "");
        if (text.isEmpty()) {
            return ListRequest.MAX_LIMIT;
        }
        try {
            long wanted = Long.parseLong(text);
            if (wanted >= 0) {
                return (int) Math.min(wanted, ListRequest.MAX_LIMIT);
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a negative one
        }
        throw RefusedException.invalid("max-keys", "is not a whole number from 0");
    }

    private static boolean isOn(Map<String, String> parameters, String name) {
        String value = parameters.getOrDefault(name, "0");
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    private static void respond(Exchange exchange, ByteBuf xml) {
        HttpHeaders headers = Exchange.newHeaders();
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.XML);
        exchange.respond(200, headers, xml);
    }
}
