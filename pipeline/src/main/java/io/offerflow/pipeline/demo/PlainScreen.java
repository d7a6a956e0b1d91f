package io.offerflow.pipeline.demo;

import java.util.function.Consumer;

/** A line every few seconds, where there is no terminal. */
public final class PlainScreen implements Screen {
  private static final long EVERY_MILLIS = 5_000;

  private final Consumer<String> out;
  private long due = EVERY_MILLIS;

  /**
   * @param out takes each line
   */
  public PlainScreen(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void show(Snapshot snapshot) {
    if (snapshot.millis() >= due) {
      due = snapshot.millis() - snapshot.millis() % EVERY_MILLIS + EVERY_MILLIS;
      out.accept(View.line(snapshot));
    }
  }
}
