package io.offerflow.replay;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.learning.Knowledge;
import io.offerflow.learning.Learner;
import io.offerflow.stock.Grants;
import io.offerflow.workspace.Learning;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;

/**
 * Runs events through the core in the order in which they are given, and fires the timers that the
 * stream's clock passes: in order of due time, then customer id. For one thread.
 *
 * <p>As in the job, a customer has one wake-up, which may come too early: it is set for the
 * earliest instant at which anything was ever due, and set anew when nothing is.
 */
public final class Replay implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  /** Hears what happens, in order. */
  public interface Listener {
    default void handled(Event event, Outcome.Fate fate) {}

    void decided(Decision decision);
  }

  private record WakeUp(long at, String customer) implements Comparable<WakeUp> {
    @Override
    public int compareTo(WakeUp other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : customer.compareTo(other.customer);
    }
  }

  /** A customer's state and the instant of the one wake-up that counts for her. */
  private static final class Known {
    private CustomerState state;
    private long wakeUp = NEVER;
  }

  private final Decider decider;
  private final Listener listener;
  private final long disorder;
  private final Learner learner;
  private final Map<String, Known> customers = new HashMap<>();
  private final PriorityQueue<WakeUp> wakeUps = new PriorityQueue<>();
  private long clock = Long.MIN_VALUE;

  public Replay(Bundle bundle, Listener listener) {
    this(bundle, new Decider(bundle), UnaryOperator.identity(), listener);
  }

  private Replay(
      Bundle bundle, Decider decider, UnaryOperator<Knowledge> observed, Listener listener) {
    this(bundle, decider, listener, learner(bundle.workspace().policy().learning()));
    if (learner != null) {
      decider.use(observed.apply(learner));
    }
  }

  private Replay(Bundle bundle, Decider decider, Listener listener, Learner learner) {
    this.decider = decider;
    this.listener = listener;
    this.disorder = bundle.workspace().settings().disorderMillis();
    this.learner = learner;
  }

  /** Learns in order: what one call teaches the next one knows. */
  private static Learner learner(Learning learning) {
    return learning == null || learning.frozen() ? null : new Learner(learning.halfLifeMillis());
  }

  /**
   * Decides with that knowledge and learns nothing: what a job decided is decided again when each
   * decision is told what it was told then.
   */
  public static Replay knowing(Knowledge knowledge, Bundle bundle, Listener listener) {
    Decider decider = new Decider(bundle);
    decider.use(knowledge);
    return new Replay(bundle, decider, listener, null);
  }

  /** As it goes by grants of that kind, and with knowledge that somebody listens to. */
  static Replay with(
      Grants grants, UnaryOperator<Knowledge> observed, Bundle bundle, Listener listener) {
    Decider decider = new Decider(bundle, UnaryOperator.identity(), grants);
    return new Replay(bundle, decider, observed, listener);
  }

  /** Moves the clock, fires what it passes, then handles the event. */
  public void accept(Event event) {
    clock = Math.max(clock, event.time() - disorder);
    fire(clock - 1);
    handle(event, new Input.Arrived(event));
  }

  /** What goes on to another id of the same customer is handled there at once. */
  private void handle(Event event, Input input) {
    Known known = customers.computeIfAbsent(input.customer(), unused -> new Known());
    Outcome outcome = decider.decide(known.state, input);
    keep(input.customer(), known, outcome);
    if (input instanceof Input.Arrived && outcome.fate() != Outcome.Fate.PASSED_ON) {
      listener.handled(event, outcome.fate());
    }
    outcome.decisions().forEach(listener::decided);
    outcome.onward().forEach(next -> handle(event, next));
  }

  /** Fires every timer due up to and including that instant; for {@code --until}. */
  public void until(long epochMillis) {
    fire(epochMillis);
  }

  private void fire(long until) {
    while (!wakeUps.isEmpty() && wakeUps.peek().at() <= until) {
      WakeUp wakeUp = wakeUps.poll();
      Known known = customers.get(wakeUp.customer());
      if (known != null && known.wakeUp == wakeUp.at()) {
        known.wakeUp = NEVER;
        Outcome outcome =
            decider.decide(known.state, new Input.Wakeup(wakeUp.customer(), wakeUp.at()));
        keep(wakeUp.customer(), known, outcome);
        outcome.decisions().forEach(listener::decided);
      }
    }
  }

  private void keep(String customer, Known known, Outcome outcome) {
    if (learner != null) {
      outcome.lessons().forEach(learner::learn);
    }
    known.state = outcome.state();
    if (known.state == null) {
      customers.remove(customer);
    } else if (outcome.nextDue() < known.wakeUp) {
      known.wakeUp = outcome.nextDue();
      wakeUps.add(new WakeUp(known.wakeUp, customer));
    }
  }

  @Override
  public void close() {
    decider.close();
  }
}
