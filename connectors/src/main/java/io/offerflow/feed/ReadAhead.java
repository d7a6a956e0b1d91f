package io.offerflow.feed;

import io.offerflow.codec.DeadLetter;
import io.offerflow.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Reads and decodes in a thread of its own, a few thousand events ahead of who uses them, so that a
 * replay has two cores. What is read, dead letters included, is handed over in the order in which
 * it was read, in the thread that asks for it; so is what goes wrong.
 */
public final class ReadAhead implements EventSource {
  private static final int BATCH = 256;
  private static final int BATCHES = 16;

  /** Opens what is to be read. */
  @FunctionalInterface
  public interface Opening {
    /**
     * @param deadLetters to be told to it
     */
    EventSource open(Consumer<DeadLetter> deadLetters) throws IOException;
  }

  /**
   * What was read: events and dead letters.
   *
   * @param failure what ended it; null
   * @param last whether there is no more
   */
  private record Batch(List<Object> read, Throwable failure, boolean last) {}

  private final EventSource source;
  private final Consumer<DeadLetter> deadLetters;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
  private final Thread reader;

  /** Of the reader's thread, and before it starts of the opening one. */
  private List<Object> reading = new ArrayList<>(BATCH);

  private Batch current = new Batch(List.of(), null, false);
  private int given;

  /**
   * Opens it, in this thread, and begins to read.
   *
   * @throws IOException as the opening does
   */
  public ReadAhead(Opening opening, Consumer<DeadLetter> deadLetters) throws IOException {
    this.deadLetters = deadLetters;
    this.source = opening.open(this::addDead);
    this.reader = new Thread(this::read, "read-ahead");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    Throwable failure = null;
    try {
      for (Event event = source.next(); event != null; event = source.next()) {
        add(event);
      }
    } catch (InterruptedException e) {
      // Nobody wants more of it.
      return;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    try {
      batches.put(new Batch(reading, failure, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void addDead(DeadLetter letter) {
    try {
      add(letter);
    } catch (InterruptedException e) {
      // Nobody wants more of it; what is read next notices.
      Thread.currentThread().interrupt();
    }
  }

  private void add(Object read) throws InterruptedException {
    reading.add(read);
    if (reading.size() >= BATCH && Thread.currentThread() == reader) {
      batches.put(new Batch(reading, null, false));
      reading = new ArrayList<>(BATCH);
    }
  }

  @Override
  public Event next() throws IOException {
    while (true) {
      while (given < current.read.size()) {
        Object next = current.read.get(given++);
        if (next instanceof Event event) {
          return event;
        }
        deadLetters.accept((DeadLetter) next);
      }
      if (current.last) {
        end(current.failure);
        return null;
      }
      current = take();
      given = 0;
    }
  }

  private static void end(Throwable failure) throws IOException {
    if (failure instanceof IOException unreadable) {
      throw unreadable;
    }
    if (failure instanceof RuntimeException broken) {
      throw broken;
    }
    if (failure instanceof Error broken) {
      throw broken;
    }
  }

  private Batch take() throws IOException {
    try {
      return batches.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while events were read", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
