package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import io.offerflow.pipeline.backend.Freeze;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.Saved;
import io.offerflow.policy.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * What has the core look at a customer without an event of hers: her timers first of all.
 *
 * <p>A customer's timers are data in her state; Flink holds at most one live timer for her. It is
 * set only when what is due next is earlier than the one it holds, which {@link Saved#wakeup}
 * remembers, so that the usual event touches no timer. A timer that finds nothing due sets itself
 * anew; one that an earlier one replaced finds nothing due and is forgotten.
 */
final class Wakeups implements Triggerable<String, VoidNamespace> {
  /** So many timers fire at once: milliseconds of work, which the next event waits for. */
  static final int AT_ONCE = 50;

  private final Customers customers;
  private final Deciding deciding;
  private final Emitter emitter;
  private final DecisionMetrics metrics;
  private final Freeze freeze;

  /** What could not be set yet. */
  private final List<Later> later = new ArrayList<>();

  private InternalTimerService<VoidNamespace> timers;
  private Clock clock;
  private long passed = Long.MIN_VALUE;
  private int fired;

  /** What has timers fire. */
  interface Clock {
    /**
     * Goes on to there.
     *
     * @param stop asked after each timer that has fired
     * @return whether it is there: nobody stopped it
     */
    boolean advance(Watermark mark, BooleanSupplier stop) throws Exception;
  }

  Wakeups(
      Customers customers,
      Deciding deciding,
      Emitter emitter,
      DecisionMetrics metrics,
      Freeze freeze) {
    this.customers = customers;
    this.deciding = deciding;
    this.emitter = emitter;
    this.metrics = metrics;
    this.freeze = freeze;
  }

  private record Later(String customer, long due) {}

  /** From now on these are set, which call this when they fire. */
  void set(InternalTimerService<VoidNamespace> ofOperator, Clock ofTimers) {
    timers = ofOperator;
    clock = ofTimers;
  }

  /** The stream's clock has passed it, and all has fired; Long.MIN_VALUE while it is not known. */
  long watermark() {
    return passed;
  }

  /**
   * Has the next {@value #AT_ONCE} timers fire at most that are due by then.
   *
   * @return whether all have fired, which the clock has passed then
   */
  boolean advance(Watermark mark) throws Exception {
    fired = 0;
    boolean all = clock.advance(mark, () -> ++fired == AT_ONCE);
    if (all) {
      passed = mark.getTimestamp();
    }
    return all;
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Customer customer = customers.get(timer.getKey());
    if (!customer.isKnown()) {
      return;
    }
    long instant = timer.getTimestamp();
    long wakeup = customer.wakeup() == instant ? Saved.NEVER : customer.wakeup();
    if (customer.due() > instant) {
      customer.wakeup(register(customer.id(), customer.due(), wakeup));
      customers.keep(customer);
      return;
    }
    metrics.wakeup();
    Core.Answer answer = deciding.call(customer, new Input.Wakeup(customer.id(), instant));
    if (became(customer, answer, wakeup)) {
      customers.keep(customer);
    }
    emitter.emit(customer.id(), answer, deciding.core(), Outgoing.NO_EVENT);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer by processing time is ever set");
  }

  /**
   * What the core says of the customer at hand is so, and she is woken up in time.
   *
   * @param wakeup the instant of the timer that Flink holds for her
   * @return whether anything is known of her now, which then has to be kept
   */
  boolean became(Customer customer, Core.Answer answer, long wakeup) {
    if (answer.state() == null) {
      customers.forget(customer);
      return false;
    }
    customer.became(answer, register(customer.id(), answer.nextDue(), wakeup));
    return true;
  }

  /** Whether what is written now is waited for. */
  boolean isFrozen() {
    return freeze.isOn();
  }

  /** Sets a timer when none is set that is early enough; returns the earliest that is set now. */
  private long register(String customer, long due, long wakeup) {
    if (due >= wakeup) {
      return wakeup;
    }
    if (isFrozen()) {
      later.add(new Later(customer, due));
    } else {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
    }
    return due;
  }

  /**
   * Sets what could not be set while the state was frozen; another customer is at hand afterwards.
   */
  void registerLater() {
    for (Later one : later) {
      customers.atHand(one.customer());
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, one.due());
    }
    later.clear();
  }

  /** Looks at what is due next of hers by the rules in force. */
  void review(String id) throws Exception {
    review(customers.look(id));
  }

  private void review(Customer customer) throws Exception {
    if (customer.isKnown()) {
      handle(customer, new Input.Reviewed(customer.id(), watermark() + 1));
    }
  }

  /** Takes in contacts that former runs made. */
  void takeOver(String id, List<Contact> contacts) throws Exception {
    handle(customers.look(id), new Input.TakenOver(id, contacts));
  }

  private void handle(Customer customer, Input input) throws Exception {
    Core.Answer answer = deciding.call(customer, input);
    if (became(customer, answer, customer.wakeup())) {
      customers.keep(customer);
    }
  }

  /** Reads her, so that features that were filled are put in, and puts in what comes late. */
  void settle(String id, Input.Joining late) throws Exception {
    Customer customer = customers.look(id);
    if (!customer.isKnown()) {
      return;
    }
    if (late != null) {
      customer.bytes(deciding.core().joined(customer.bytes(), late));
    }
    if (watermark() == Long.MIN_VALUE) {
      customers.keep(customer);
    } else {
      review(customer);
    }
  }
}
