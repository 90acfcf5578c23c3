package io.vireo.invoker.control;

import io.vireo.invoker.worker.FunctionStatus;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a tenant process says to its agent, one JSON object a line. */
sealed interface ToAgent {

    /** First line of each connection. */
    record Hello(long pid, long appliedVersion, List<RunningWorker> workers) implements ToAgent {}

    /** A worker that this process still has. */
    record RunningWorker(String worker, long pid) {}

    /** The configuration of this version is in force. */
    record Applied(long version) implements ToAgent {}

    /** The configuration of this version cannot be taken; the one before stays in force. */
    record Refused(long version, String field, String reason) implements ToAgent {}

    /** How the functions are, each time it changes. */
    record Functions(List<FunctionStatus> functions) implements ToAgent {}

    /** When access keys were last used: Unix seconds by id, of those that changed. */
    record KeysUsed(Map<String, Long> keys) implements ToAgent {}

    /** Start a process. */
    record StartWorker(
            String worker,
            String workerId,
            String function,
            int version,
            String runtime,
            String handler,
            String codeSha256,
            Map<String, String> environment,
            int memoryMib,
            String channelSocket,
            String channelToken,
            List<BoundContainer> bindings)
            implements ToAgent {}

    /** A container that a worker may reach. */
    record BoundContainer(String name, long container, String prefix, boolean writable) {}

    /** End a process: kindly, or at once. */
    record StopWorker(String worker, String reason, boolean kill) implements ToAgent {}

    /** The line, without its end. */
    default String toLine(JsonMapper mapper) {
        ObjectNode message = mapper.createObjectNode();
        message.put(
                "type",
                switch (this) {
                    case Hello _ -> "hello";
                    case Applied _ -> "applied";
                    case Refused _ -> "refused";
                    case Functions _ -> "functions";
                    case KeysUsed _ -> "keysUsed";
                    case StartWorker _ -> "startWorker";
                    case StopWorker _ -> "stopWorker";
                });
        message.setAll((ObjectNode) mapper.valueToTree(this));
        return message.toString();
    }
}
