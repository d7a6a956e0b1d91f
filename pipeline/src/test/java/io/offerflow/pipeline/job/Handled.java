package io.offerflow.pipeline.job;

import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Counts what a job in this JVM has handled, so that a test can wait for it instead of sleeping. A
 * factory travels to the task managers as bytes; what it opens is found again by its name.
 */
final class Handled implements DecisionMetrics {
  private static final Map<String, Handled> BY_NAME = new ConcurrentHashMap<>();

  /** With a machine that has much else to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private long events;
  private long wakeups;
  private long late;
  private long failures;
  private final Map<Integer, Long> bundles = new ConcurrentHashMap<>();

  static Handled named(String name) {
    return BY_NAME.computeIfAbsent(name, key -> new Handled());
  }

  static DecisionMetrics.Factory factory(String name) {
    return () -> named(name);
  }

  /** Waits until at least so many events were handled, repeated ones too. */
  synchronized void awaitEvents(long wanted) throws InterruptedException {
    await(() -> events >= wanted, wanted + " events");
  }

  synchronized void awaitWakeups(long wanted) throws InterruptedException {
    await(() -> wakeups >= wanted, wanted + " wake-ups");
  }

  synchronized long events() {
    return events;
  }

  /** Waits until so many subtasks decide by that activation, and no other one by another. */
  synchronized void awaitBundle(int tasks, long number) throws InterruptedException {
    await(
        () -> bundles.size() == tasks && bundles.values().stream().allMatch(at -> at == number),
        "activation " + number + " in " + tasks + " subtasks");
  }

  synchronized void awaitFailures(long wanted) throws InterruptedException {
    await(() -> failures >= wanted, wanted + " failures");
  }

  /** Events that were further behind than the disorder allows. */
  synchronized long lateEvents() {
    return late;
  }

  private void await(BooleanSupplier done, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(
            "waited "
                + PATIENCE
                + " for "
                + what
                + "; handled "
                + events
                + " events, "
                + wakeups
                + " wake-ups");
      }
      wait(left);
    }
  }

  @Override
  public synchronized void event(String type) {
    events++;
    notifyAll();
  }

  @Override
  public synchronized void bundle(int task, long number) {
    bundles.put(task, number);
    notifyAll();
  }

  @Override
  public synchronized void bundleFailed() {
    failures++;
    notifyAll();
  }

  @Override
  public synchronized void late() {
    late++;
  }

  @Override
  public synchronized void wakeup() {
    wakeups++;
    notifyAll();
  }
}
