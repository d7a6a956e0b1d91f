package io.offerflow.pipeline.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks: results on {@code out}, everything said to a person on {@code err}. Tests
 * pass their own.
 */
public record Console(PrintStream out, PrintStream err) {

  /** Says one line to the user. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Prints one line of the result. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  PrintWriter outWriter() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
  }
}
