package io.offerflow.pipeline.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ends a command with one sentence for the user and an exit code. */
public final class Stop extends RuntimeException {
  /** Done. */
  public static final int DONE = 0;

  /** The user's input is wrong. */
  public static final int INPUT = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** Something outside failed: a port, a folder, a broker. */
  public static final int OUTSIDE = 3;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Stop(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /** The user's input is wrong; the sentence says how, and what to write instead. */
  public static Stop input(String sentence) {
    return new Stop(INPUT, sentence, null);
  }

  /** Something outside failed; the sentence says what, and what to do about it. */
  public static Stop outside(String sentence, Throwable cause) {
    return new Stop(OUTSIDE, sentence, cause);
  }

  /** The command line is wrong unless that holds. */
  static void require(CommandSpec command, boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), otherwise);
    }
  }

  int exitCode() {
    return exitCode;
  }
}
