package io.vireo.cli;

/** A command that was refused or could not be done: what is the case, and what to do about it. Ends the command with exit code 1. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    /**
     * @param fact what is the case, lower case, without a full stop
     * @param advice what to do; empty when the fact says it
     */
    public CommandException(String fact, String advice) {
        super(fact);
        this.advice = advice;
    }

    /** As {@link #CommandException(String, String)}, because of something else. */
    public CommandException(String fact, String advice, Throwable cause) {
        super(fact, cause);
        this.advice = advice;
    }

    /** What to do about it, or empty. */
    public String advice() {
        return advice;
    }
}
