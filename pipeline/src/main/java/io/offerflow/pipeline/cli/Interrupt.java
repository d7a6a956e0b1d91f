package io.offerflow.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Ctrl-C as a wish instead of an end: with the JVM's own way everything is torn down at once, while
 * the job still writes. The second Ctrl-C is the JVM's again.
 */
final class Interrupt implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Object> before = new ArrayList<>();

  private Interrupt() {}

  static Interrupt listen() {
    Interrupt interrupt = new Interrupt();
    for (String signal : SIGNALS) {
      interrupt.before.add(Signals.register(signal, interrupt::ask));
    }
    return interrupt;
  }

  /** Whether the end is wanted; waits for that no longer than so many milliseconds. */
  boolean within(long millis) {
    try {
      return asked.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void ask() {
    SIGNALS.forEach(Signals::registerDefault);
    asked.countDown();
  }

  @Override
  public void close() {
    for (int i = 0; i < SIGNALS.size(); i++) {
      Signals.unregister(SIGNALS.get(i), before.get(i));
    }
  }
}
