package io.offerflow.pipeline.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command of the contract that is refused by name, whatever is given to it. */
@Command(description = "(not built yet)")
final class NotBuiltCommand implements Callable<Integer> {
  private final String name;
  private final Console console;

  /** Whatever stands behind it is of no interest, but must not be a usage error of its own. */
  @Unmatched private List<String> arguments;

  NotBuiltCommand(String name, Console console) {
    this.name = name;
    this.console = console;
  }

  @Override
  public Integer call() {
    console.say("`offerflow " + name + "` is not built yet");
    return Stop.USAGE;
  }
}
