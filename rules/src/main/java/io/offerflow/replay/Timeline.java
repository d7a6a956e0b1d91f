package io.offerflow.replay;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.CustomerView;
import io.offerflow.decision.CustomerView.Value;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.Field;
import io.offerflow.learning.KnowledgeTape;
import io.offerflow.stock.SequentialGrants;
import io.offerflow.stock.TapedGrants;
import io.offerflow.workspace.Campaign;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Explains what one customer gets and why, step by step. Takes the same events as {@link Replay} in
 * the same order and decides the same for her: what she gets depends on her own events alone, so
 * those of others only move the stream's clock. Only where something is bounded over all customers,
 * or learned from them, are they replayed as well, ahead of her, to see what they left and taught.
 * Of ids that are merged into hers only what they bring along is a step. For one thread.
 */
public final class Timeline implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final Bundle bundle;
  private final String customer;
  private final Set<String> ids;
  private final Map<String, CustomerState> otherIds = new HashMap<>();
  private final Campaign campaign;
  private final Consumer<Explanation> listener;
  private final Decider decider;
  private final Replay everybody;
  private final Answers answers;
  private final long disorder;

  private CustomerState state;
  private long nextDue = NEVER;
  private long clock = Long.MIN_VALUE;

  /**
   * @param campaign the only one that is asked for, or null for all: then steps without a moment of
   *     it are left out, but for her events, which say why there was none
   * @throws IllegalArgumentException when the bundle has no such campaign
   */
  public Timeline(Bundle bundle, String customer, String campaign, Consumer<Explanation> listener) {
    this(bundle, customer, Set.of(customer), campaign, listener);
  }

  /**
   * @param ids all that the customer ever goes by in the events, hers included; see {@link Ids}
   */
  public Timeline(
      Bundle bundle,
      String customer,
      Set<String> ids,
      String campaign,
      Consumer<Explanation> listener) {
    this.bundle = bundle;
    this.customer = customer;
    this.ids = Set.copyOf(ids);
    this.campaign = campaign == null ? null : find(bundle, campaign);
    this.listener = listener;
    if (bundle.quotas().isEmpty() && bundle.workspace().policy().learning() == null) {
      this.decider = new Decider(bundle);
      this.everybody = null;
    } else {
      TapedGrants tape = new TapedGrants(new SequentialGrants(bundle.quotas().sizes()));
      this.decider = new Decider(bundle, UnaryOperator.identity(), tape.again());
      KnowledgeTape told = new KnowledgeTape();
      this.decider.use(told.again());
      this.everybody =
          Replay.with(tape, told::record, bundle, decision -> keep(decision, tape, told));
    }
    this.answers = new Answers(bundle.workspace().offers());
    this.disorder = bundle.workspace().settings().disorderMillis();
  }

  private void keep(Decision decision, TapedGrants tape, KnowledgeTape told) {
    if (!ids.contains(decision.customer())) {
      told.forget(decision.id());
      tape.forget(decision.id());
    }
  }

  private static Campaign find(Bundle bundle, String id) {
    return bundle.workspace().campaigns().stream()
        .filter(campaign -> campaign.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no campaign " + id));
  }

  /** Moves the clock, fires what it passes of hers, then handles the event if it is hers. */
  public void accept(Event event) {
    if (everybody != null) {
      everybody.accept(event);
    }
    clock = Math.max(clock, event.time() - disorder);
    fire(clock - 1);
    if (ids.contains(event.customer())) {
      handle(event, new Input.Arrived(event));
    }
  }

  private void handle(Event event, Input input) {
    Outcome outcome;
    if (input.customer().equals(customer)) {
      if (nextDue < event.time() && isHandled(input)) {
        // The core would do that itself, but then nobody could tell what which instant changed.
        fire(event.time() - 1);
      }
      outcome = explain(event, input);
    } else {
      outcome = decider.decide(otherIds.remove(input.customer()), input);
      otherIds.put(input.customer(), outcome.state());
      outcome.decisions().forEach(answers::remember);
    }
    outcome.onward().forEach(next -> handle(event, next));
  }

  /** Fires every timer of hers due up to and including that instant. */
  public void until(long epochMillis) {
    if (everybody != null) {
      everybody.until(epochMillis);
    }
    fire(epochMillis);
  }

  /** Asked of a copy: an event that counts for nothing leaves timers as they are. */
  private boolean isHandled(Input input) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    CustomerState copy = CustomerState.read(new BlobReader(out.toBytes()));
    Outcome.Fate fate = decider.decide(copy, input).fate();
    return fate != Outcome.Fate.DUPLICATE && fate != Outcome.Fate.ERASED;
  }

  private void fire(long until) {
    while (nextDue != NEVER && nextDue <= until) {
      long due = nextDue;
      CustomerView before = CustomerView.of(bundle, state, due);
      List<Decision> decisions = decide(new Input.Wakeup(customer, due)).decisions();
      CustomerView after = CustomerView.of(bundle, state, due);
      Changes changes = Changes.between(before, after);
      if (decisions.isEmpty() && !changes.isEmpty()) {
        timer(due, after, changes, null);
      }
      for (Decision decision : decisions) {
        timer(dueOf(decision), after, changes, decision);
        changes = Changes.NONE;
      }
    }
  }

  private Outcome decide(Input input) {
    Outcome outcome = decider.decide(state, input);
    state = outcome.state();
    nextDue = outcome.nextDue();
    outcome.decisions().forEach(answers::remember);
    return outcome;
  }

  private static long dueOf(Decision decision) {
    return decision.cause() instanceof Decision.TimerCause timer ? timer.due() : decision.time();
  }

  private void timer(long due, CustomerView after, Changes changes, Decision decision) {
    if (campaign == null || considers(decision)) {
      listener.accept(
          new Explanation(
              due,
              Math.max(due, after.now()),
              after.zone(),
              null,
              null,
              Map.of(),
              null,
              changes,
              decision,
              null));
    }
  }

  private boolean considers(Decision decision) {
    return decision != null
        && decision.considered().stream().anyMatch(one -> one.campaign().equals(campaign.id()));
  }

  private Outcome explain(Event event, Input input) {
    CustomerView before = CustomerView.of(bundle, state, event.time());
    Event whole = answers.whole(event);
    Outcome outcome = decide(input);
    CustomerView after = CustomerView.of(bundle, state, event.time());
    Decision ofEvent = null;
    for (Decision decision : outcome.decisions()) {
      ofEvent = decision.cause() instanceof Decision.EventCause ? decision : ofEvent;
    }
    Changes changes = Changes.between(before, after);
    String noMoment = null;
    if (campaign != null && !considers(ofEvent)) {
      boolean counts = outcome.fate() == Outcome.Fate.ACCEPTED;
      noMoment =
          counts ? new NoMoment(campaign, bundle.workspace(), before, after).why(whole) : null;
      changes = Changes.NONE;
      ofEvent = null;
    }
    listener.accept(
        new Explanation(
            event.time(),
            after.now(),
            after.zone(),
            event.id(),
            event.type(),
            shown(event),
            outcome.fate(),
            changes,
            ofEvent,
            noMoment));
    for (Decision decision : outcome.decisions()) {
      if (decision.cause() instanceof Decision.TimerCause timer) {
        timer(timer.due(), after, Changes.NONE, decision);
      }
    }
    return outcome;
  }

  private Map<String, Value> shown(Event event) {
    Map<String, Field> declared = bundle.workspace().schema().events().get(event.type()).fields();
    Map<String, Value> shown = new LinkedHashMap<>();
    event
        .fields()
        .forEach(
            (name, value) -> {
              Field field = declared.get(name);
              shown.put(name, new Value(value, field == null || field.pii()));
            });
    return shown;
  }

  @Override
  public void close() {
    decider.close();
    if (everybody != null) {
      everybody.close();
    }
  }
}
