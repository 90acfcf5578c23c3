package io.vireo.engine.reactor;

/** What became of work that builds journal records. */
enum WriteResult {
    /** It was done, or refused, and whoever asked was told, or will be. */
    DONE,
    /** There will be room later; nothing was done. */
    LATER,
    /** There is no room; the journal says why, and nobody was told. */
    REFUSED
}
