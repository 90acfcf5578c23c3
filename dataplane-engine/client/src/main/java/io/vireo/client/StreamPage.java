package io.vireo.client;

import java.util.List;

/**
 * Records of a shard, in order.
 *
 * @param records may be empty at the end of the shard
 * @param nextLocation where to read on
 * @param behindRecords how many records the shard has after this page
 * @param behindMs how much older the last record of this page is than the newest of the shard, in milliseconds
 */
public record StreamPage(List<StreamRecord> records, long nextLocation, long behindRecords, long behindMs) {}
