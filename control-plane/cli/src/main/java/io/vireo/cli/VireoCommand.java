package io.vireo.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The program behind {@code ./vireo}: wires the commands, prints what goes wrong, and turns it into an exit code. */
@Command(
        name = "vireo",
        description = "A data platform with serverless functions inside it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            SuperviseCommand.class,
            LoginCommand.class,
            TenantCommand.class,
            ContainerCommand.class,
            ObjectCommand.class,
            ItemCommand.class,
            TableCommand.class,
            StreamCommand.class,
            FunctionCommand.class,
            LogsCommand.class,
            KeyCommand.class,
            UserCommand.class,
            NodeCommand.class,
            EngineCommand.class,
            AuditCommand.class
        },
        footer = {"", "From a checkout also: test [SUITE…], bench [NAME…], mvn [ARGUMENTS…].", "Start with: ./vireo up"
        })
public final class VireoCommand {
    private VireoCommand() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 refused or failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(commandLine(new Console(output, errors, System.getenv())).execute(arguments));
    }

    /** The whole command line over these streams and this environment. */
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new VireoCommand(), new CommandFactory(console));
        addHelp(line);
        line.setOut(new PrintWriter(console.output(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.errors(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof CommandException refused) {
                console.refuse(refused);
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        return line;
    }

    /** {@code --help} at every level, whatever a command is made of. */
    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getSubcommands().values().forEach(VireoCommand::addHelp);
    }
}
