package io.vireo.engine.inspect;

import io.vireo.engine.io.Disk;
import java.util.ArrayList;
import java.util.List;

/** Collects damage, a bounded number of it. */
final class Findings {
    private final Disk disk;
    private final List<Damage> damage = new ArrayList<>();

    Findings(Disk disk) {
        this.disk = disk;
    }

    void add(String file, long offset, String what, Damage.Effect effect) {
        if (damage.size() < Inspection.DAMAGE_LIMIT) {
            damage.add(new Damage(disk.describe(file), offset, what, effect));
        }
    }

    List<Damage> damage() {
        return damage;
    }
}
