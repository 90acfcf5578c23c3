package io.vireo.console;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The walls between console, control plane, identity and tenants: only base packages are entered, and nothing runs in a circle. */
class ModulesTest {
    @Test
    void keepToTheirDoors() {
        ApplicationModules.of("io.vireo").verify();
    }
}
