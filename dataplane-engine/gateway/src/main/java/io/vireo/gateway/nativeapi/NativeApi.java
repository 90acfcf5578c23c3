package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.DataClient;
import io.vireo.gateway.TenantView.Container;
import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.gateway.http.ResourcePath;
import io.vireo.policy.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the native API: what a request is about stands in its path, what is wanted in the header {@code X-v3io-function}, or in
 * the method when there is none.
 */
public final class NativeApi {
    private final DataClient data;
    private final long maxJsonBodyBytes;
    private final List<Container> containers;
    private final Map<String, Container> containersByName = new HashMap<>();
    private final Map<Long, Container> containersById = new HashMap<>();

    /** For the containers of one view of a tenant. */
    public NativeApi(DataClient data, long maxJsonBodyBytes, List<Container> containers) {
        this.data = data;
        this.maxJsonBodyBytes = maxJsonBodyBytes;
        this.containers = containers;
        for (Container container : containers) {
            containersByName.put(container.name(), container);
            containersById.put(container.id(), container);
        }
    }

    /** Serves a request of a caller who is known. */
    public void handle(Exchange exchange, Caller caller) {
        ResourcePath path = ResourcePath.parse(exchange.target().path());
        String function = exchange.header(HttpFields.FUNCTION);
        if (path.container().isEmpty()) {
            if (function != null || !exchange.method().name().equals("GET")) {
                throw methodNotAllowed(exchange);
            }
            Listings.containers(exchange, caller, containers);
            return;
        }
        Container container = find(path.container());
        NativeCall call = new NativeCall(exchange, caller, container, path, data, IdempotencyKey.of(exchange, caller));
        if (function == null) {
            handleObject(call);
        } else {
            handleFunction(call, function.strip());
        }
    }

    private Container find(String nameOrId) {
        Container container = containersByName.get(nameOrId);
        if (container == null && nameOrId.length() < 20 && nameOrId.chars().allMatch(Character::isDigit)) {
            container = byId(nameOrId);
        }
        if (container == null) {
            throw NativeErrors.containerNotFound();
        }
        return container;
    }

    private @Nullable Container byId(String digits) {
        try {
            return containersById.get(Long.parseLong(digits));
        } catch (NumberFormatException tooLong) {
            return null;
        }
    }

    private static void handleObject(NativeCall call) {
        boolean isContainer = call.path().path().isEmpty();
        switch (call.exchange().method().name()) {
            case "GET" -> {
                if (isContainer || call.path().isDirectory()) {
                    Listings.directory(call);
                } else if (InodeLookup.isWanted(call)) {
                    InodeLookup.find(call, ObjectReads::get);
                } else {
                    ObjectReads.get(call);
                }
            }
            case "HEAD" -> ObjectReads.head(call);
            case "PUT", "POST" -> ObjectWrites.put(call);
            case "DELETE" -> ObjectWrites.delete(call);
            default -> throw methodNotAllowed(call.exchange());
        }
    }

    private void handleFunction(NativeCall call, String function) {
        Exchange exchange = call.exchange();
        String method = exchange.method().name();
        if (!method.equals("PUT") && !method.equals("POST")) {
            throw methodNotAllowed(exchange);
        }
        Operation operation =
                switch (function) {
                    case "PutItem" -> ItemOperations::putItem;
                    case "UpdateItem" -> ItemOperations::updateItem;
                    case "GetItem" -> ItemOperations::getItem;
                    case "GetItems" -> ItemScan::getItems;
                    case "WriteItems" -> BatchWrites::writeItems;
                    case "RenameItem" -> Renames::renameItem;
                    case "RenameDirectory" -> Renames::renameDirectory;
                    case "GetChanges" -> ChangeOperations::getChanges;
                    case "CreateIndex" -> IndexOperations::create;
                    case "DropIndex" -> IndexOperations::drop;
                    case "DescribeIndexes" -> IndexOperations::describe;
                    case "QueryIndex" -> IndexOperations::query;
                    case "CreateStream" -> StreamOperations::create;
                    case "UpdateStream" -> StreamOperations::update;
                    case "DescribeStream" -> StreamOperations::describe;
                    case "PutRecords" -> RecordWrites::putRecords;
                    case "SeekShard", "Seek" -> StreamOperations::seek;
                    case "GetRecords" -> StreamOperations::getRecords;
                    case "DirSetAttr" -> DirectoryAttributes::set;
                    case "GetClusterMD" -> NativeApi::clusterMetadata;
                    case "PutChunk", "OosRun" -> throw notServed(function);
                    default -> throw RefusedException.invalid("X-v3io-function", "is unknown: value=" + function);
                };
        exchange.receiveWhole(maxJsonBodyBytes, body -> operation.run(call, body));
    }

    /** What restores the insides of that platform's streams and objects; there are no such insides here. */
    private static RefusedException notServed(String function) {
        return new RefusedException(
                501,
                RefusedException.INVALID_ARGUMENT,
                "NotImplementedException: " + function
                        + " restores the inside of another platform's streams and objects; PutRecords appends records, PUT stores"
                        + " objects");
    }

    private interface Operation {
        void run(NativeCall call, ByteBuf body);
    }

    private static void clusterMetadata(NativeCall call, ByteBuf body) {
        call.require(Action.ITEM_LIST);
        call.then(
                call.data().partitionCount(),
                count -> call.respondJson(
                        Exchange.newHeaders(), json -> json.writeNumberProperty("NumberOfVNs", count)));
    }

    private static RefusedException methodNotAllowed(Exchange exchange) {
        return new RefusedException(
                405,
                RefusedException.INVALID_ARGUMENT,
                "method is not allowed here: method=" + exchange.method().name());
    }
}
