package io.offerflow.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes in a thread of its own, in the order of the calls and a few thousand behind them, so that
 * whoever decides need not. Nothing is written after the first thing that went wrong. For one
 * thread.
 */
final class WriteBehind {
  private static final int BATCH = 256;
  private static final int BATCHES = 16;
  private static final List<Runnable> END = List.of();

  private final BlockingQueue<List<Runnable>> batches = new ArrayBlockingQueue<>(BATCHES);
  private List<Runnable> collected = new ArrayList<>(BATCH);

  /** Begun with the first batch; null once ended. */
  private Thread writer;

  private volatile Throwable failure;
  private boolean told;

  /**
   * @throws RuntimeException or an error: what went wrong with one that came before; once
   */
  void later(Runnable write) {
    collected.add(write);
    if (collected.size() >= BATCH) {
      hand();
      tell();
    }
  }

  /**
   * Returns when all is written.
   *
   * @throws RuntimeException or an error: what went wrong, unless that was thrown before
   */
  void end() {
    if (!collected.isEmpty()) {
      hand();
    }
    if (writer != null) {
      awaitWriter();
      writer = null;
    }
    tell();
  }

  private void hand() {
    if (writer == null) {
      writer = new Thread(this::write, "write-behind");
      writer.setDaemon(true);
      writer.start();
    }
    try {
      batches.put(collected);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    collected = new ArrayList<>(BATCH);
  }

  private void awaitWriter() {
    try {
      batches.put(END);
      writer.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Stop interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return Stop.outside("interrupted while decisions were written", e);
  }

  private void write() {
    try {
      for (List<Runnable> batch = batches.take(); batch != END; batch = batches.take()) {
        if (failure == null) {
          run(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(List<Runnable> batch) {
    try {
      batch.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Once: an exception cannot be among those that it suppressed. */
  private void tell() {
    if (failure == null || told) {
      return;
    }
    told = true;
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
