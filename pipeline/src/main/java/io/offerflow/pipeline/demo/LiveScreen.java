package io.offerflow.pipeline.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Redraws itself in place on a terminal. */
public final class LiveScreen implements Screen {
  private final Terminal terminal;
  private int drawn;

  public LiveScreen() throws IOException {
    // Its own handling of signals would replace the one that lets the demonstration end cleanly.
    this.terminal = TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
  }

  @Override
  public void show(Snapshot snapshot) {
    int width = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
    int height = terminal.getHeight() > 0 ? terminal.getHeight() : 24;
    List<String> lines = View.lines(snapshot);
    PrintWriter out = terminal.writer();
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\r");
    }
    drawn = Math.min(lines.size(), height - 1);
    for (String line : lines.subList(0, drawn)) {
      out.print(line.length() < width ? line : line.substring(0, width - 1));
      out.print("\u001b[K\n");
    }
    out.print("\u001b[J");
    out.flush();
  }

  /** Leaves the last picture where it is. */
  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
