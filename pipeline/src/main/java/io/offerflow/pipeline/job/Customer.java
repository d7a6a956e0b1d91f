package io.offerflow.pipeline.job;

import io.offerflow.pipeline.state.Saved;

/**
 * One customer at hand: what is known of her, when something of hers is due, and what RocksDB has
 * of her. Bytes are decoded when the core first needs them and encoded when she is written.
 *
 * <p>While the core has her state nobody else can: the core changes it, so a call that failed has
 * left something that is neither the state before nor the one after. For one thread.
 */
final class Customer {
  private static final int NO_ROOM = -1;

  private final String id;

  /** What is in the store; null for nothing. */
  private Saved stored;

  /** Her state as bytes; null when the decoded one is newer, and when nothing is known. */
  private byte[] bytes;

  /** Her state decoded; null until the core needs it, and while the core has it. */
  private Core.Held held;

  /** Whether the core has it. */
  private boolean taken;

  /** Whether nobody but the core has it. */
  private boolean lost;

  private int room = NO_ROOM;
  private long due = Saved.NEVER;
  private long wakeup = Saved.NEVER;

  /**
   * @param stored null when nothing is known of her
   */
  Customer(String id, Saved stored) {
    this.id = id;
    this.stored = stored;
    if (stored != null) {
      bytes = stored.blob();
      due = stored.due();
      wakeup = stored.wakeup();
    }
  }

  String id() {
    return id;
  }

  /** Whether there is any state of hers. */
  boolean isKnown() {
    mustNotBeTaken();
    return bytes != null || held != null;
  }

  boolean isStored() {
    return stored != null;
  }

  /** Whether she stays in memory. */
  boolean isHeld() {
    return room != NO_ROOM;
  }

  /**
   * She stays in memory from now on, or still does.
   *
   * @return how many bytes more than before she is reckoned with: what the store has of her
   */
  int takeRoom() {
    int before = Math.max(0, room);
    room = stored == null ? 0 : stored.blob().length;
    return room - before;
  }

  /** She stays no longer; returns how many bytes she was reckoned with. */
  int leaveRoom() {
    int before = room;
    room = NO_ROOM;
    return before;
  }

  long due() {
    return due;
  }

  /** The instant of the timer that Flink holds for her. */
  long wakeup() {
    return wakeup;
  }

  void wakeup(long instant) {
    wakeup = instant;
  }

  /** Her state, of which something is known; not to be changed. */
  byte[] bytes() {
    mustNotBeTaken();
    if (bytes == null) {
      bytes = held.bytes();
    }
    return bytes;
  }

  /** Somebody made another state of the one that she had. */
  void bytes(byte[] other) {
    mustNotBeTaken();
    bytes = other;
    held = null;
  }

  /**
   * Hands her state to the core, which consumes it; null when nothing is known of her. It can be
   * handed over once more only if {@link #bytes()} was asked for before.
   */
  Core.Held take(Core core) {
    if (lost) {
      throw new IllegalStateException("the core has consumed the state of the customer");
    }
    Core.Held handed = held == null && bytes != null ? core.read(bytes) : held;
    held = null;
    taken = true;
    lost = handed != null && bytes == null;
    return handed;
  }

  /** What the core made of the state that it has taken, which is kept. */
  void became(Core.Answer answer, long nextWakeup) {
    taken = false;
    lost = false;
    held = answer.state();
    if (answer.changed()) {
      bytes = null;
    }
    due = answer.nextDue();
    wakeup = nextWakeup;
  }

  /** Nobody is likely to need her decoded: what her state was decoded into is for another one. */
  void letGo(Core core) {
    if (held != null) {
      bytes();
      core.takeBack(held);
      held = null;
    }
  }

  /** Whether the store has her as she was before. */
  boolean isNewer() {
    return stored == null
        || bytes != stored.blob()
        || due != stored.due()
        || wakeup != stored.wakeup();
  }

  /**
   * What is to be put into the store, which is taken for done.
   *
   * @return null where the store has the same already
   */
  Saved toStore() {
    Saved now = new Saved(bytes(), due, wakeup);
    boolean same = now.equals(stored);
    stored = now;
    return same ? null : now;
  }

  private void mustNotBeTaken() {
    if (taken) {
      throw new IllegalStateException("the core has the state of the customer");
    }
  }
}
