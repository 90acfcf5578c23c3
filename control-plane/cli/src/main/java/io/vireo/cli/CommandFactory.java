package io.vireo.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/** Makes commands: those that print are given the console. */
final class CommandFactory implements CommandLine.IFactory {
    private final Console console;

    CommandFactory(Console console) {
        this.console = console;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Optional<Constructor<?>> printing = Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Console.class}))
                .findFirst();
        if (printing.isPresent()) {
            return type.cast(printing.get().newInstance(console));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
