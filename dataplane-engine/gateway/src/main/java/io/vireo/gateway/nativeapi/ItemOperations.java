package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.client.AttributeValue;
import io.vireo.client.CheckRequest;
import io.vireo.client.DeleteRequest;
import io.vireo.client.GetRequest;
import io.vireo.client.Item;
import io.vireo.client.ItemKind;
import io.vireo.client.ItemState;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.RenameRequest;
import io.vireo.client.UpdateRequest;
import io.vireo.gateway.http.Exchange;
import io.vireo.policy.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;

/** PutItem, UpdateItem and GetItem: the attributes of one item. */
final class ItemOperations {
    private static final String ALL_USER_ATTRIBUTES = ItemBody.ALL_USER_ATTRIBUTES;
    private static final String ALL_ATTRIBUTES = "**";

    private ItemOperations() {}

    static void putItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_WRITE);
        located.then(located.writes().put(read.put(located)), located::respondWritten);
    }

    static void updateItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_WRITE);
        CompletableFuture<ItemState> written =
                switch (read.update(located)) {
                    case PutRequest put -> located.writes().put(put);
                    case UpdateRequest update -> located.writes().update(update);
                    case DeleteRequest _, RenameRequest _, CheckRequest _ ->
                        throw new IllegalStateException("an update is none of these");
                };
        located.then(written, located::respondWritten);
    }

    static void getItem(NativeCall call, ByteBuf body) {
        ItemBody read = ItemBody.read(body);
        NativeCall located = read.locate(call);
        located.require(Action.ITEM_READ);
        GetRequest request =
                GetRequest.of(located.container().id(), located.path().path(), projection(read.attributesToGet()));
        located.then(located.data().get(request), item -> {
            if (item.state().kind() == ItemKind.DIRECTORY && !call.path().isDirectory()) {
                throw NativeErrors.notFound(); // clients probe for files so
            }
            HttpHeaders headers = Exchange.newHeaders();
            NativeCall.addState(headers, item.state());
            located.respondJson(headers, json -> {
                json.writeObjectPropertyStart("Item");
                ValueJson.writeAttributes(
                        json,
                        attributes(
                                item,
                                read.attributesToGet(),
                                located.container().id()));
                json.writeEndObject();
            });
        });
    }

    /** Which attributes a list of names asks for; names are divided by commas. */
    static Projection projection(String attributesToGet) {
        return switch (attributesToGet.strip()) {
            case "", ALL_USER_ATTRIBUTES -> Projection.USER;
            case ALL_ATTRIBUTES -> Projection.ALL;
            default -> named(attributesToGet);
        };
    }

    private static Projection named(String attributesToGet) {
        List<String> names = new ArrayList<>();
        for (String part : attributesToGet.split(",", -1)) {
            String name = part.strip();
            if (name.equals(ALL_ATTRIBUTES)) {
                return Projection.ALL;
            }
            if (name.equals(ALL_USER_ATTRIBUTES)) {
                return Projection.ALL; // with others beside it: they are picked out of all
            }
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return new Projection.Named(names);
    }

    /** The attributes that were asked for, those of the system among them. */
    static SequencedMap<String, AttributeValue> attributes(Item item, String attributesToGet, long container) {
        String wanted = attributesToGet.strip();
        if (wanted.isEmpty() || wanted.equals(ALL_USER_ATTRIBUTES)) {
            return item.attributes();
        }
        SequencedMap<String, AttributeValue> all = new LinkedHashMap<>(item.attributes());
        SystemAttributes.addTo(all, item, container);
        if (wanted.equals(ALL_ATTRIBUTES)) {
            return all;
        }
        SequencedMap<String, AttributeValue> chosen = new LinkedHashMap<>();
        for (String part : wanted.split(",", -1)) {
            String name = part.strip();
            switch (name) {
                case ALL_ATTRIBUTES -> chosen.putAll(all);
                case ALL_USER_ATTRIBUTES ->
                    all.forEach((key, value) -> {
                        if (!key.startsWith("__")) {
                            chosen.put(key, value);
                        }
                    });
                default -> {
                    AttributeValue value = all.get(name);
                    if (value != null) {
                        chosen.put(name, value);
                    }
                }
            }
        }
        return chosen;
    }
}
