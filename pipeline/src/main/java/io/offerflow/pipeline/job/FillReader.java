package io.offerflow.pipeline.job;

import io.offerflow.decision.Backfill;
import io.offerflow.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of before for one subtask by a thread of its own, a few thousand ahead of the
 * one that takes them.
 */
final class FillReader implements AutoCloseable {
  /** What ends each round. */
  static final List<Event> END = List.of();

  private static final Logger LOG = LoggerFactory.getLogger(FillReader.class);
  private static final int CHUNK = 256;
  private static final int AHEAD = 16;

  private final PastEvents past;
  private final Deployment before;
  private final Deployment next;
  private final Predicate<String> customers;
  private final BiConsumer<Backfill, Exception> opened;
  private final BlockingQueue<Positions> rounds = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<Event>> chunks = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;

  /**
   * @param opened is told by its thread what fills the features that are new since {@code before},
   *     null when none are; or what went wrong
   */
  FillReader(
      PastEvents past,
      Deployment before,
      Deployment next,
      Predicate<String> customers,
      BiConsumer<Backfill, Exception> opened) {
    this.past = past;
    this.before = before;
    this.next = next;
    this.customers = customers;
    this.opened = opened;
    this.thread = new Thread(this::run, "offerflow-backfill");
    thread.setDaemon(true);
    thread.setContextClassLoader(FillReader.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      Backfill backfill = Backfill.of(before.files().workspace(), next.files().workspace());
      opened.accept(backfill, null);
      if (backfill != null) {
        read();
      }
    } catch (InterruptedException ended) {
      LOG.debug("past events are no longer read");
    } catch (IOException | RuntimeException e) {
      opened.accept(null, e);
    }
  }

  private void read() throws IOException, InterruptedException {
    try (PastEvents.Reading reading = past.open(next.files().workspace(), customers)) {
      while (true) {
        Chunks taker = new Chunks();
        reading.read(rounds.take(), taker);
        taker.put();
        chunks.put(END);
      }
    }
  }

  private final class Chunks implements PastEvents.Taker {
    private List<Event> chunk = new ArrayList<>();

    @Override
    public void take(Event event) throws InterruptedException {
      chunk.add(event);
      if (chunk.size() == CHUNK) {
        put();
      }
    }

    void put() throws InterruptedException {
      if (!chunk.isEmpty()) {
        chunks.put(chunk);
        chunk = new ArrayList<>();
      }
    }
  }

  /** Has it go on up to these records. */
  void readUntil(Positions until) {
    rounds.add(until);
  }

  /** The next few; {@link #END} when a round is over; null while there are none yet. */
  List<Event> poll() {
    return chunks.poll();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
