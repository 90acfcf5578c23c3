package io.vireo.client;

/** A write of one item, as a batch takes it. */
public sealed interface WriteRequest permits PutRequest, UpdateRequest, DeleteRequest, RenameRequest {
    /** Id of the container. */
    long container();

    /** Of the item. */
    String path();
}
