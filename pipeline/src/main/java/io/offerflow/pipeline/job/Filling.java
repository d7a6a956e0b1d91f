package io.offerflow.pipeline.job;

import io.offerflow.codec.Decoded;
import io.offerflow.decision.Backfill;
import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New and changed features of one subtask's customers on their way to being right, while the rules
 * before decide on.
 *
 * <p>Events that were handled before are read again, up to those that had been handled when a round
 * began. Rounds get shorter; with the last one the subtask begins to put aside what it handles.
 * When that round is over it takes in what was put aside, and from then on each event right after
 * it has been handled. So each is taken in once, and each customer's in the order in which they
 * were handled. At last what was made is written a little at a time.
 *
 * <p>By the subtask's thread, for {@value #BUSY_NANOS} ns of every {@value #BEAT_MILLIS} ms.
 */
final class Filling implements AutoCloseable {
  static final long BEAT_MILLIS = 4;
  static final long BUSY_NANOS = 2_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(Filling.class);

  /** A round over fewer records than that is the last. */
  private static final int CLOSE = 20_000;

  /** So many are put aside at most; then there is another round. */
  private static final int ASIDE = 200_000;

  private enum Stage {
    OPENING,
    READING,
    CLOSING,
    DRAINING,
    WRITING,
    CURRENT
  }

  private Deployment next;
  private final Subtask subtask;
  private final FillReader reader;
  private final StrayEvents strays;

  private Stage stage = Stage.OPENING;
  private Backfill backfill;
  private Positions until;
  private Iterator<Event> chunk = List.<Event>of().iterator();
  private final Queue<Event> aside = new ArrayDeque<>();

  /** What other ids left to customers here, until these have all that is older. */
  private final List<Input.Joining> shared = new ArrayList<>();

  private long begun;
  private long events;

  /** The subtask that it is for. */
  interface Subtask {
    /** A copy of how far it is. */
    Positions positions();

    /** Makes her the one at hand. */
    void look(String customer);

    /** Her state as the rules in force keep it. */
    byte[] state() throws Exception;

    /** What is made of her so far. */
    byte[] folded() throws Exception;

    void fold(byte[] folded) throws Exception;

    /**
     * All is taken in: from now on what is made is kept in the state, and some more of what is not
     * there yet.
     *
     * @return whether there is more
     */
    boolean write() throws Exception;

    /** What goes to another id. */
    void share(Input.Joining joining);

    /** It is filled, and stays so. */
    void filled();
  }

  /**
   * @param strays makes events of another schema fit; null where it is the same
   */
  Filling(Deployment next, Subtask subtask, FillReader reader, StrayEvents strays) {
    this.next = next;
    this.subtask = subtask;
    this.reader = reader;
    this.strays = strays;
  }

  Deployment next() {
    return next;
  }

  /** The same features, with other campaigns paused. */
  void retarget(Deployment later) {
    next = later;
  }

  /** Features can be filled from now on. */
  void begin(Backfill ready) {
    backfill = ready;
    begun = System.nanoTime();
    readOn(Stage.READING);
  }

  private void readOn(Stage with) {
    until = subtask.positions();
    reader.readUntil(until);
    stage = with;
  }

  boolean isCurrent() {
    return stage == Stage.CURRENT;
  }

  private boolean isAllTaken() {
    return stage == Stage.WRITING || stage == Stage.CURRENT;
  }

  /** An event was handled. */
  void handled(Event event) throws Exception {
    Event fitting = fitting(event);
    if (fitting == null) {
      return;
    }
    if (isAllTaken()) {
      take(new Input.Arrived(fitting));
    } else if (stage == Stage.DRAINING) {
      aside.add(fitting);
      // Faster than it comes in, and what comes in waits for it.
      while (aside.size() > ASIDE) {
        takeAside();
      }
    } else if (stage == Stage.CLOSING && aside.size() <= ASIDE) {
      aside.add(fitting);
    }
  }

  private Event fitting(Event event) {
    if (strays == null) {
      return event;
    }
    return strays.fit(event) instanceof Decoded.Good good ? good.event() : null;
  }

  /** Another id left that to one of the customers here. */
  void joined(Input.Joining joining) throws Exception {
    if (isAllTaken()) {
      take(joining);
    } else {
      shared.add(joining);
    }
  }

  /** Goes on for a moment. */
  void goOn() throws Exception {
    if (stage == Stage.WRITING) {
      writeOn();
      return;
    }
    long end = System.nanoTime() + BUSY_NANOS;
    boolean more = stage != Stage.OPENING && stage != Stage.CURRENT;
    while (more && System.nanoTime() < end) {
      more = stage == Stage.DRAINING ? takeAside() : takeRead();
    }
  }

  /** Returns whether there may be more at once. */
  private boolean takeRead() throws Exception {
    if (chunk.hasNext()) {
      take(new Input.Arrived(chunk.next()));
      return true;
    }
    List<Event> read = reader.poll();
    if (read == FillReader.END) {
      endRound();
    } else if (read != null) {
      chunk = read.iterator();
    }
    return read != null;
  }

  private void endRound() {
    if (stage == Stage.CLOSING && aside.size() <= ASIDE) {
      stage = Stage.DRAINING;
      reader.close();
      return;
    }
    aside.clear();
    long left = subtask.positions().after(until);
    LOG.info("{}: {} past events taken in, {} records behind", next, events, left);
    readOn(left < CLOSE ? Stage.CLOSING : Stage.READING);
  }

  private boolean takeAside() throws Exception {
    Event event = aside.poll();
    if (event != null) {
      take(new Input.Arrived(event));
      return true;
    }
    stage = Stage.WRITING;
    for (Input.Joining joining : shared) {
      take(joining);
    }
    shared.clear();
    return false;
  }

  /** A few at a time, so that no checkpoint has much to write. */
  private void writeOn() throws Exception {
    if (!subtask.write()) {
      stage = Stage.CURRENT;
      long millis = (System.nanoTime() - begun) / 1_000_000;
      LOG.info("{}: features are filled from {} past events in {} ms", next, events, millis);
      subtask.filled();
    }
  }

  private void take(Input input) throws Exception {
    subtask.look(input.customer());
    byte[] before = subtask.folded();
    byte[] state = before == null ? subtask.state() : null;
    Backfill.Folded made = backfill.fold(before, state, input);
    subtask.fold(made.state());
    made.joining().forEach(subtask::share);
    events++;
  }

  @Override
  public void close() {
    reader.close();
    if (backfill != null) {
      backfill.close();
    }
  }
}
