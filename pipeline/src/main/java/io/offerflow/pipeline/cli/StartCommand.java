package io.offerflow.pipeline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that writes something with a name of its own to start from. */
abstract class StartCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Its name, and that of its file or folder.")
  private String name;

  @Mixin private HelpOption help;

  StartCommand(Console console) {
    this.console = console;
  }

  @Override
  public final Integer call() {
    write(Template.checkedName(name), console);
    return Stop.DONE;
  }

  /** Writes it, and says what to do next. */
  abstract void write(String name, Console console);
}
