package io.vireo.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A batch whose long bodies are staged with the reactors of their items before it is sent. What it did not take over is given up. */
final class StagedBatch {
    private final DataClient client;
    private final List<WriteRequest> requests;

    StagedBatch(DataClient client, List<WriteRequest> requests) {
        this.client = client;
        this.requests = requests;
    }

    /** @param send sends the batch, with the numbers of its stages by the indexes of their puts */
    <T> CompletableFuture<T> run(Function<Map<Integer, Long>, CompletableFuture<T>> send) {
        Map<Integer, Upload> uploads = new HashMap<>();
        Map<Integer, CompletableFuture<Long>> numbers = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i) instanceof PutRequest put) {
                byte[] body = put.body();
                if (body != null && body.length > DataClient.MAX_BODY_IN_ONE_CALL) {
                    Upload upload = client.upload(put.container(), put.path());
                    uploads.put(i, upload);
                    numbers.put(i, DataClient.stage(upload, body, 0).thenCompose(_ -> upload.staged()));
                }
            }
        }
        if (uploads.isEmpty()) {
            return send.apply(Map.of());
        }
        return CompletableFuture.allOf(numbers.values().toArray(CompletableFuture[]::new))
                .thenCompose(_ -> {
                    Map<Integer, Long> stages = new HashMap<>();
                    numbers.forEach((index, number) -> stages.put(index, number.join()));
                    return send.apply(stages);
                })
                .whenComplete((_, _) -> uploads.values().forEach(Upload::close));
    }
}
