package io.vireo.client;

/** What is done with one item, as a batch takes it. */
public sealed interface WriteRequest permits PutRequest, UpdateRequest, DeleteRequest, RenameRequest, CheckRequest {
    /** Id of the container. */
    long container();

    /** Of the item. */
    String path();
}
