package io.offerflow.pipeline.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The files that a replay writes, one JSON object a line. Lines are made and written in a thread of
 * their own; what goes wrong there is thrown at whoever writes on, flushes or closes.
 */
final class NdjsonOutputs implements AutoCloseable {
  private static final String TERMINAL = "-";

  private final PrintStream terminal;
  private final List<EventArgument> inputs;
  private final Map<Path, Lines> files = new LinkedHashMap<>();
  private final WriteBehind behind = new WriteBehind();

  NdjsonOutputs(PrintStream terminal, List<EventArgument> inputs) {
    this.terminal = terminal;
    this.inputs = inputs;
  }

  /** Where lines go; two that go to one file share it. */
  interface Output {
    /** Asks for the line only if somebody wants it, in another thread. */
    void line(Supplier<byte[]> json);
  }

  /**
   * Empties the file.
   *
   * @param name of a file, {@code -} for the terminal, or null for nowhere
   */
  Output open(String name) {
    if (name == null) {
      return json -> {};
    }
    if (name.equals(TERMINAL)) {
      return new Lines("the terminal", terminal, behind);
    }
    Path file = Path.of(name);
    for (EventArgument input : inputs) {
      if (isSame(file, input.file())) {
        throw Stop.input(file + " is read as events; write to another file");
      }
    }
    return files.computeIfAbsent(file.toAbsolutePath().normalize(), path -> create(file));
  }

  /** Returns when all is written. */
  void flush() {
    behind.end();
    terminal.flush();
    each(OutputStream::flush);
  }

  @Override
  public void close() {
    try {
      behind.end();
    } finally {
      each(OutputStream::close);
    }
  }

  static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private Lines create(Path file) {
    try {
      OutputStream stream = new BufferedOutputStream(OwnerOnly.write(file), 1 << 16);
      return new Lines(file.toString(), stream, behind);
    } catch (IOException e) {
      throw cannotWrite(file.toString(), e);
    }
  }

  private void each(Action action) {
    for (Lines lines : files.values()) {
      try {
        action.on(lines.stream);
      } catch (IOException e) {
        throw cannotWrite(lines.name, e);
      }
    }
  }

  private static Stop cannotWrite(String name, IOException e) {
    return Stop.outside("cannot write to " + name + " (" + e.getClass().getSimpleName() + ")", e);
  }

  private interface Action {
    void on(OutputStream stream) throws IOException;
  }

  private record Lines(String name, OutputStream stream, WriteBehind behind) implements Output {
    @Override
    public void line(Supplier<byte[]> json) {
      behind.later(() -> write(json));
    }

    private void write(Supplier<byte[]> json) {
      try {
        stream.write(json.get());
        stream.write('\n');
      } catch (IOException e) {
        throw cannotWrite(name, e);
      }
    }
  }
}
