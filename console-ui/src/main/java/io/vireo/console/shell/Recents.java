package io.vireo.console.shell;

import com.vaadin.flow.server.VaadinSession;
import java.util.ArrayList;
import java.util.List;

/** What the person opened last in this session: containers and functions, newest first. */
public final class Recents {
    private static final int KEPT = 6;

    private Recents() {}

    /**
     * A page that was opened.
     *
     * @param href relative to the application
     * @param kind what it is, in a word
     */
    public record Visit(String tenant, String name, String kind, String icon, String href) {}

    /** Keeps a visit. */
    public static void add(Visit visit) {
        List<Visit> all = all();
        all.removeIf(known -> known.tenant().equals(visit.tenant())
                && known.name().equals(visit.name())
                && known.kind().equals(visit.kind()));
        all.addFirst(visit);
        while (all.size() > KEPT * 4) {
            all.removeLast();
        }
    }

    /** The last visits in a tenant. */
    public static List<Visit> of(String tenant) {
        return all().stream()
                .filter(visit -> visit.tenant().equals(tenant))
                .limit(KEPT)
                .toList();
    }

    private static List<Visit> all() {
        VaadinSession session = VaadinSession.getCurrent();
        Kept kept = session.getAttribute(Kept.class);
        if (kept == null) {
            kept = new Kept(new ArrayList<>());
            session.setAttribute(Kept.class, kept);
        }
        return kept.visits();
    }

    private record Kept(List<Visit> visits) {}
}
