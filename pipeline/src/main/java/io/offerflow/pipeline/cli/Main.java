package io.offerflow.pipeline.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./offerflow}: finds the command, runs it, and makes exit codes of how it ended. */
@Command(
    name = "offerflow",
    description = "A real-time next-best-offer engine.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done; 1 your input is wrong; 2 usage; 3 something outside failed.",
      "'offerflow COMMAND --help' says more about one of them."
    })
public final class Main implements Runnable {
  @Mixin private HelpOption help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Say which version this is.")
  private boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    LogFile.choose();
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    int exitCode = run(new Console(out, System.err), args);
    out.flush();
    System.exit(exitCode);
  }

  /** Runs a command within this process. */
  static int run(Console console, String... args) {
    return commandLine(console).execute(args);
  }

  private static CommandLine commandLine(Console console) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(new RunCommand(console))
            .addSubcommand(new GatewayCommand(console))
            .addSubcommand(new ValidateCommand(console))
            .addSubcommand(new ReplayCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new ReportCommand(console))
            .addSubcommand(new SchemaCommand(console))
            .addSubcommand(NewCommand.commandLine(console))
            .addSubcommand(new TestCommand(console))
            .addSubcommand(new DeployCommand(console))
            .addSubcommand(new BundlesCommand(console))
            .addSubcommand(new RollbackCommand(console))
            .addSubcommand(new PauseCommand(console))
            .addSubcommand(new ResumeCommand(console))
            .addSubcommand(new FaultsCommand(console))
            .addSubcommand(new BenchCommand());
    line.getCommandSpec().versionProvider(Main::versionLines);
    return line.setOut(console.outWriter())
        .setErr(console.errWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setParameterExceptionHandler((problem, args) -> usage(console, problem))
        .setExecutionExceptionHandler(
            (problem, failed, result) -> failed(console, problem, result));
  }

  /** Only reached without a command, which is a wrong command line. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "say which command to run");
  }

  private static String[] versionLines() {
    String built = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "offerflow "
          + (built == null ? "(not packaged)" : built)
          + " (java "
          + System.getProperty("java.version")
          + ")"
    };
  }

  private static int usage(Console console, ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    console.say(command.getCommandSpec().qualifiedName() + ": " + sentence(problem.getMessage()));
    UnmatchedArgumentException.printSuggestions(problem, console.errWriter());
    console.say("'" + command.getCommandSpec().qualifiedName() + " --help' says what it takes.");
    return Stop.USAGE;
  }

  private static int failed(Console console, Exception problem, ParseResult result) {
    String command =
        result.subcommand() == null ? "" : " " + result.subcommand().commandSpec().name();
    if (problem instanceof Stop stop) {
      if (stop.getCause() != null) {
        LoggerFactory.getLogger(Main.class).error("offerflow{} failed", command, stop.getCause());
      }
      console.say("offerflow" + command + ": " + sentence(stop.getMessage()));
      return stop.exitCode();
    }
    LoggerFactory.getLogger(Main.class).error("offerflow{} broke", command, problem);
    console.say(
        "offerflow"
            + command
            + ": something inside Offerflow broke ("
            + problem.getClass().getSimpleName()
            + "); the details are in "
            + LogFile.path()
            + ".");
    return Stop.OUTSIDE;
  }

  private static String sentence(String message) {
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }
}
