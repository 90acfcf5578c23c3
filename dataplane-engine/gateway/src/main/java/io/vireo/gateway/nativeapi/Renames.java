package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.RenameRequest;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import tools.jackson.core.JsonParser;

/** RenameItem and RenameDirectory: another path for an item, or for all that is below a directory. */
final class Renames {
    private String target = "";
    private String condition = "";
    private boolean replaces = true;

    private Renames() {}

    private void property(String name, JsonParser parser) {
        switch (name) {
            case "Target" -> target = JsonBody.text(parser, name);
            case "ConditionExpression" -> condition = JsonBody.text(parser, name);
            case "Replace" -> replaces = JsonBody.truth(parser, name);
            default -> throw RefusedException.invalid(name, "is unknown");
        }
    }

    private static Renames read(ByteBuf body) {
        Renames read = new Renames();
        JsonBody.readObject(body, read::property);
        return read;
    }

    /** The path in the container that an item is to have, which the caller may give it. */
    static String target(NativeCall source, String text) {
        NativeCall target = source.at(source.path().top().resolve(text, "Target"));
        if (target.path().path().isEmpty()) {
            throw RefusedException.invalid("Target", "names no item");
        }
        source.require(Action.ITEM_READ);
        source.require(Action.ITEM_DELETE);
        target.require(Action.ITEM_WRITE);
        return target.path().path();
    }

    static void renameItem(NativeCall call, ByteBuf body) {
        Renames wanted = read(body);
        requireSource(call);
        String target = target(call, wanted.target);
        RenameRequest request = new RenameRequest(
                call.container().id(), call.path().path(), target, wanted.replaces, wanted.condition, 0);
        call.then(call.writes().rename(request), call::respondWritten);
    }

    /** Each item is one change, and each is one that the caller must be allowed. */
    static void renameDirectory(NativeCall call, ByteBuf body) {
        Renames wanted = read(body);
        requireSource(call);
        if (!wanted.condition.isEmpty() || !wanted.replaces) {
            throw RefusedException.invalid(
                    wanted.replaces ? "ConditionExpression" : "Replace", "is of RenameItem alone");
        }
        String target = target(call, wanted.target);
        Directory.require(
                call,
                () -> call.then(
                        call.data()
                                .renameDirectory(
                                        call.container().id(),
                                        call.path().path(),
                                        target,
                                        (from, to) ->
                                                target(call.at(call.path().top().resolve(from, "path")), to)),
                        moved -> call.respondJson(
                                Exchange.newHeaders(), json -> json.writeNumberProperty("Moved", moved))));
    }

    private static void requireSource(NativeCall call) {
        if (call.path().path().isEmpty()) {
            throw RefusedException.invalid("path", "names no item");
        }
    }
}
