package io.vireo.engine.inspect;

/**
 * Something that is not as it was written.
 *
 * @param file with its folder
 * @param offset in it, in bytes
 * @param what is wrong
 * @param effect on an engine over these files
 */
public record Damage(String file, long offset, String what, Effect effect) {
    /** What an engine makes of it. */
    public enum Effect {
        STOPS_START("an engine refuses to start with it"),
        COSTS_ITEMS("what is stored there answers corrupt, everything else is served"),
        COSTS_CHECKPOINT("a start takes the checkpoint before it and replays more");

        private final String text;

        Effect(String text) {
            this.text = text;
        }

        /** The same in words. */
        public String text() {
            return text;
        }
    }
}
