package io.vireo.e2e.house;

import java.util.List;
import java.util.Set;

/**
 * What one module may import of the others, and of the world.
 *
 * @param root package of the module, without a trailing dot
 * @param ours packages of ours: {@code name} is that package alone (a module's public face), {@code name..} with all below it
 * @param world packages outside: prefixes; an empty set means that nothing is restricted
 */
record Door(String root, Set<String> ours, Set<String> world) {
    private static final Set<String> JDK = Set.of("java.", "javax.", "jdk.", "com.sun.management", "org.jspecify.");
    private static final Set<String> JDK_AND_JCTOOLS =
            Set.of("java.", "javax.", "jdk.", "com.sun.management", "org.jspecify.", "org.jctools.");

    /** The doors of the house; every wall that is not opened here stands. */
    static final List<Door> ALL = List.of(
            new Door("io.vireo.channel", Set.of(), JDK),
            new Door("io.vireo.policy", Set.of(), JDK),
            new Door("io.vireo.supervision", Set.of(), JDK),
            new Door("io.vireo.engine", Set.of("io.vireo.channel.."), JDK_AND_JCTOOLS),
            new Door("io.vireo.simulation", Set.of("io.vireo.engine..", "io.vireo.channel.."), JDK),
            new Door("io.vireo.client", Set.of("io.vireo.channel.."), Set.of()),
            new Door("io.vireo.gateway", Set.of("io.vireo.client..", "io.vireo.policy.."), Set.of()),
            new Door(
                    "io.vireo.invoker",
                    Set.of("io.vireo.client..", "io.vireo.gateway..", "io.vireo.channel..", "io.vireo.policy.."),
                    Set.of()),
            new Door(
                    "io.vireo.agent",
                    Set.of(
                            "io.vireo.controlplane.api..",
                            "io.vireo.channel..",
                            "io.vireo.client..",
                            "io.vireo.supervision.."),
                    Set.of()),
            new Door("io.vireo.cli", Set.of("io.vireo.supervision.."), Set.of()),
            new Door("io.vireo.controlplane.api", Set.of(), Set.of()),
            new Door("io.vireo.identity", Set.of("io.vireo.policy.."), Set.of()),
            new Door("io.vireo.tenant", Set.of("io.vireo.identity", "io.vireo.policy.."), Set.of()),
            new Door(
                    "io.vireo.controlplane",
                    Set.of("io.vireo.controlplane.api..", "io.vireo.tenant", "io.vireo.identity", "io.vireo.policy.."),
                    Set.of()),
            new Door("io.vireo.editor", Set.of("io.vireo.controlplane", "io.vireo.policy"), Set.of()),
            new Door(
                    "io.vireo.console",
                    Set.of(
                            "io.vireo.editor",
                            "io.vireo.controlplane",
                            "io.vireo.identity",
                            "io.vireo.tenant",
                            "io.vireo.policy"),
                    Set.of()),
            new Door(
                    "io.vireo.benchmarks",
                    Set.of("io.vireo.channel..", "io.vireo.client..", "io.vireo.engine.."),
                    Set.of()));

    /** Only these build on Spring and Vaadin. */
    static final Set<String> SPRING_AND_VAADIN = Set.of(
            "io.vireo.console", "io.vireo.editor", "io.vireo.controlplane", "io.vireo.identity", "io.vireo.tenant");

    /** The door of the module that holds the package: the longest root that fits. */
    static Door of(String packageName) {
        Door found = null;
        for (Door door : ALL) {
            if (holds(door.root, packageName) && (found == null || door.root.length() > found.root.length())) {
                found = door;
            }
        }
        if (found == null) {
            throw new AssertionError("no door is drawn for package " + packageName);
        }
        return found;
    }

    boolean admits(String packageName) {
        if (packageName.startsWith("io.vireo")) {
            return of(packageName).root.equals(root) || ours.stream().anyMatch(pattern -> fits(pattern, packageName));
        }
        if (isSpringOrVaadin(packageName) && !SPRING_AND_VAADIN.contains(root)) {
            return false;
        }
        return world.isEmpty() || packageName.isEmpty() || world.stream().anyMatch((packageName + ".")::startsWith);
    }

    private static boolean fits(String pattern, String packageName) {
        return pattern.endsWith("..")
                ? holds(pattern.substring(0, pattern.length() - 2), packageName)
                : pattern.equals(packageName);
    }

    private static boolean holds(String root, String packageName) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private static boolean isSpringOrVaadin(String packageName) {
        return packageName.startsWith("org.springframework") || packageName.startsWith("com.vaadin");
    }
}
