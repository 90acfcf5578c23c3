package io.vireo.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads a password: unseen from a terminal, else the first line of standard input. */
final class PasswordPrompt {
    private PasswordPrompt() {}

    /** @throws CommandException if none is given */
    static String read() throws IOException {
        java.io.Console terminal = System.console();
        String password = terminal != null && terminal.isTerminal() ? typed(terminal) : firstLine();
        if (password.isEmpty()) {
            throw new CommandException("no password was given", "give it on standard input");
        }
        return password;
    }

    private static String typed(java.io.Console terminal) {
        char[] typed = terminal.readPassword("Password: ");
        return typed == null ? "" : new String(typed);
    }

    private static String firstLine() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }
}
