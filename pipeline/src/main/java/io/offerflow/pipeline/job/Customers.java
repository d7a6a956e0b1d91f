package io.offerflow.pipeline.job;

import io.offerflow.pipeline.backend.Freeze;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.Saved;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The customers of one subtask. Those who had an event a moment ago are held in memory, and written
 * when they make room for others or when many who were met later are newer than the keyed state;
 * all others are in the keyed state alone.
 *
 * <p>Who is newer than the keyed state is held decoded, who is as there as bytes: those take less
 * room, and are one object to the garbage collector, which copies all who are held before it finds
 * that they stay for a while only.
 *
 * <p>Whoever looks at the keyed state itself, or saves it, calls {@link #flush} first. For one
 * thread.
 */
final class Customers {
  /** Of those who are held, on average; fewer are held where they are larger. */
  private static final long MEAN_BYTES = 8_192;

  private final ValueState<Saved> state;
  private final Consumer<String> keys;
  private final Completing completing;
  private final DecisionMetrics metrics;
  private final int most;
  private final int mostNewer;
  private final Freeze freeze;

  /** The one that was met longest ago goes first. */
  private final Map<String, Customer> held = new LinkedHashMap<>(16, 0.75f, true);

  /** In the store, of all who are held. */
  private long heldBytes;

  /** Of these all who are newer than in the keyed state; the one met longest ago goes first. */
  private final Map<String, Customer> newer = new LinkedHashMap<>(16, 0.75f, true);

  private Core core;

  /** What is added to a state when it is read. */
  @FunctionalInterface
  interface Completing {
    /** The same where there is nothing to add; the key is at hand. */
    Saved complete(Saved state) throws Exception;
  }

  /**
   * @param keys makes a customer the one whose keyed state is at hand
   * @param most so many are held; 0 for none
   * @param mostNewer so many of them at most are left for the next {@link #flush}, at least 1:
   *     events wait for it, so others are written one by one, as events come
   * @param freeze while it is on, twice as many are held, and as many newer, before events wait
   */
  Customers(
      ValueState<Saved> state,
      Consumer<String> keys,
      Completing completing,
      DecisionMetrics metrics,
      int most,
      int mostNewer,
      Freeze freeze) {
    this.state = state;
    this.keys = keys;
    this.completing = completing;
    this.metrics = metrics;
    this.most = most;
    this.mostNewer = mostNewer;
    this.freeze = freeze;
  }

  /** From now on states are decoded by that core: what another one has decoded is written. */
  void use(Core next) throws IOException {
    flush();
    held.values().forEach(Customer::leaveRoom);
    held.clear();
    heldBytes = 0;
    core = next;
  }

  /** The customer whose keyed state is at hand. */
  Customer get(String id) throws Exception {
    Customer known = held.get(id);
    return known == null ? read(id) : known;
  }

  /** Makes her the one whose keyed state is at hand. */
  Customer look(String id) throws Exception {
    keys.accept(id);
    return get(id);
  }

  /** The keyed state and timers are hers from now on. */
  void atHand(String id) {
    keys.accept(id);
  }

  private Customer read(String id) throws Exception {
    Saved stored = state.value();
    Customer customer = new Customer(id, stored);
    Saved complete = completing.complete(stored);
    if (complete != stored) {
      customer.bytes(complete.blob());
    }
    return customer;
  }

  /** She is at hand, and likely to be met again soon. */
  void hold(Customer customer) throws IOException {
    if (most == 0 || !core.mayHold()) {
      letGo(customer);
      return;
    }
    if (!customer.isHeld()) {
      held.put(customer.id(), customer);
      heldBytes += customer.takeRoom();
      makeRoom(customer);
    }
    queue(customer);
  }

  /** She is at hand, but nobody knows when she is met again. */
  void keep(Customer customer) throws IOException {
    if (customer.isHeld()) {
      queue(customer);
    } else {
      letGo(customer);
    }
  }

  /** Busy customers stay newer until all are written; who is written before is hardly met again. */
  private void queue(Customer customer) throws IOException {
    if (!customer.isNewer()) {
      customer.letGo(core);
      return;
    }
    newer.put(customer.id(), customer);
    if (newer.size() > mostNewer + patience()) {
      while (newer.size() > mostNewer) {
        writeHeld(newer.values().iterator().next());
      }
      keys.accept(customer.id());
    }
  }

  /** She is at hand, and nothing is known of her any more. */
  void forget(Customer customer) {
    if (customer.isHeld()) {
      held.remove(customer.id());
      newer.remove(customer.id());
      heldBytes -= customer.leaveRoom();
    }
    if (customer.isStored()) {
      state.clear();
    }
  }

  private void makeRoom(Customer newest) throws IOException {
    if (!isFull()) {
      return;
    }
    Iterator<Customer> oldest = held.values().iterator();
    while (isFull()) {
      Customer next = oldest.next();
      oldest.remove();
      newer.remove(next.id());
      heldBytes -= next.leaveRoom();
      keys.accept(next.id());
      letGo(next);
    }
    keys.accept(newest.id());
  }

  private boolean isFull() {
    int now = most + patience();
    return held.size() > now || heldBytes > now * MEAN_BYTES && held.size() > 1;
  }

  /** So many more are kept in memory while nobody can be written. */
  private int patience() {
    return freeze.isOn() ? most : 0;
  }

  /** Writes all who are newer than in the keyed state; another one is at hand afterwards. */
  void flush() throws IOException {
    for (Customer customer : List.copyOf(newer.values())) {
      writeHeld(customer);
    }
  }

  private void writeHeld(Customer customer) throws IOException {
    newer.remove(customer.id());
    keys.accept(customer.id());
    letGo(customer);
    heldBytes += customer.takeRoom();
  }

  /** She is written, and bytes again. */
  private void letGo(Customer customer) throws IOException {
    write(customer);
    customer.letGo(core);
  }

  private void write(Customer customer) throws IOException {
    if (!customer.isNewer()) {
      return;
    }
    Saved now = customer.toStore();
    if (now != null) {
      state.update(now);
      metrics.stateBytes(now.blob().length);
    }
  }
}
