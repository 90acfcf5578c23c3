package io.vireo.simulation;

/**
 * The process: {@code SimulationCommand --seed N} runs one seed and tells of everything when it fails, {@code --seeds FIRST COUNT} a range, {@code --soak FIRST MINUTES} seeds upwards
 * until that time is over; 0: until it is stopped. Exit codes: 1 a seed fails; 2 wrong usage.
 */
public final class SimulationCommand {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private SimulationCommand() {}

    /** See above. */
    public static void main(String[] arguments) {
        String option = arguments.length == 0 ? "" : arguments[0];
        Seeds seeds = new Seeds(System.out, option.equals("--seed") ? Integer.MAX_VALUE : Simulation.KEPT_EVENTS);
        try {
            switch (option) {
                case "--seed" -> seeds.runRange(Long.parseLong(arguments[1]), 1);
                case "--seeds" -> seeds.runRange(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                case "--soak" -> seeds.soak(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                default -> usage();
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            usage();
        }
        System.exit(seeds.failed().isEmpty() ? 0 : FAILED);
    }

    private static void usage() {
        System.err.println("usage: SimulationCommand --seed N | --seeds FIRST COUNT | --soak FIRST MINUTES");
        System.exit(WRONG_USAGE);
    }
}
