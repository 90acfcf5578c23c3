/**
 * Measures the data plane beside its peers, in one run on one machine: what {@code ./vireo bench} starts.
 */
@NullMarked
package io.vireo.benchmarks;

import org.jspecify.annotations.NullMarked;
