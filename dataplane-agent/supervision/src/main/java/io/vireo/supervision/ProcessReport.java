package io.vireo.supervision;

/**
 * What is known of a supervised process at one moment.
 *
 * @param name of the process, unique below its supervisor
 * @param pid 0 when there is none
 * @param state where it stands
 * @param restarts how often it was started again
 * @param detail why it is not ready; empty when it is
 */
public record ProcessReport(String name, long pid, ProcessState state, int restarts, String detail) {}
