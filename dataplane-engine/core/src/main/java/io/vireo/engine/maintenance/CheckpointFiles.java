package io.vireo.engine.maintenance;

import io.vireo.engine.io.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The checkpoints of a reactor on a disk.
 *
 * @param reactorIndex whose they are
 */
public record CheckpointFiles(Disk disk, int reactorIndex) {
    private static final String SUFFIX = ".checkpoint";

    /** Of a checkpoint. */
    public String name(long number) {
        return String.format(Locale.ROOT, "%s%08d%s", prefix(), number, SUFFIX);
    }

    private String prefix() {
        return String.format(Locale.ROOT, "reactor-%03d-", reactorIndex);
    }

    /** Their numbers, the newest first. */
    public List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : disk.names()) {
            if (name.startsWith(prefix()) && name.endsWith(SUFFIX)) {
                numbers.add(Long.valueOf(name.substring(prefix().length(), name.length() - SUFFIX.length())));
            }
        }
        numbers.sort(Comparator.reverseOrder());
        return numbers;
    }
}
