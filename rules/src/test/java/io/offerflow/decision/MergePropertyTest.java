package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Ids merged into others while what goes from one to the other is on its way for any time: nothing
 * is lost, nothing counts twice, nothing goes round for ever, and all ids of one customer end at
 * one.
 */
class MergePropertyTest {
  private static final int IDS = 5;
  private static final long START = Story.at("2026-03-02T10:00:00Z");

  private static final Bundle BUNDLE =
      new TestWorkspace()
          .features("number: {count: recharge, last: 7d}\n")
          .campaign("probe", "{event: app_view}", "if: number < 0\n")
          .bundle();

  private final Decider decider = new Decider(BUNDLE);
  private SavedStates states;
  private Map<String, Deque<Input>> onTheirWay;
  private List<Decision> decisions;
  private int events;
  private int handled;
  private int repeats;

  @Property(tries = 200)
  void idsMergedInAnyOrderAndInCirclesEndAtOne(@ForAll long seed) {
    allIdsOfOneCustomerEndAtOne(seed, true, 0);
  }

  /** As a job does that starts again from a checkpoint. */
  @Property(tries = 200)
  void whatIsSentTwiceCountsOnce(@ForAll long seed) {
    allIdsOfOneCustomerEndAtOne(seed, false, 10);
  }

  private void allIdsOfOneCustomerEndAtOne(long seed, boolean circles, int repeated) {
    Random random = new Random(seed);
    states = new SavedStates();
    onTheirWay = new HashMap<>();
    decisions = new ArrayList<>();
    events = 0;
    handled = 0;
    repeats = repeated;
    int[] customerOf = new int[IDS];
    int[] recharges = new int[IDS];
    for (int id = 0; id < IDS; id++) {
      customerOf[id] = id;
    }
    for (int step = 0; step < 60; step++) {
      int id = random.nextInt(IDS);
      int other = random.nextInt(IDS);
      if (random.nextInt(8) == 0 && (circles ? id != other : id < other)) {
        handle(new Input.Arrived(event(id, "merge", "into", name(other))));
        unite(customerOf, customerOf[id], customerOf[other]);
      } else if (random.nextInt(2) == 0) {
        handle(new Input.Arrived(event(id, "recharge")));
        recharges[id]++;
      } else {
        deliverOne(random);
      }
    }
    deliverAll(random);
    String[] live = new String[IDS];
    for (int id = 0; id < IDS; id++) {
      handle(new Input.Arrived(event(id, "app_view")));
      deliverAll(random);
      Decision last = decisions.get(decisions.size() - 1);
      assertThat(decisions).hasSize(id + 1);
      int expected = 0;
      for (int of = 0; of < IDS; of++) {
        expected += customerOf[of] == customerOf[id] ? recharges[of] : 0;
      }
      assertThat(last.considered().get(0).detail()).isEqualTo("number < 0: was " + expected);
      String known = live[customerOf[id]];
      assertThat(known == null || known.equals(last.customer())).isTrue();
      live[customerOf[id]] = last.customer();
    }
  }

  private static void unite(int[] customerOf, int one, int other) {
    for (int id = 0; id < IDS; id++) {
      customerOf[id] = customerOf[id] == one ? other : customerOf[id];
    }
  }

  private static String name(int id) {
    return "c-" + id;
  }

  private Event event(int customer, String type, Object... fields) {
    events++;
    Fields carried = Story.fields(fields);
    return Event.of(type, "e-" + events, name(customer), START + events * 1_000L, carried);
  }

  private void handle(Input input) {
    assertThat(++handled).as("steps").isLessThan(5_000);
    Outcome outcome = states.handle(decider, input);
    decisions.addAll(outcome.decisions());
    for (Input next : outcome.onward()) {
      onTheirWay.computeIfAbsent(next.customer(), unused -> new ArrayDeque<>()).add(next);
    }
  }

  private void deliverOne(Random random) {
    List<String> waiting = new ArrayList<>();
    onTheirWay.forEach(
        (customer, inputs) -> {
          if (!inputs.isEmpty()) {
            waiting.add(customer);
          }
        });
    if (!waiting.isEmpty()) {
      waiting.sort(null);
      Input next = onTheirWay.get(waiting.get(random.nextInt(waiting.size()))).remove();
      handle(next);
      if (repeats > 0 && random.nextInt(4) == 0) {
        repeats--;
        handle(next);
      }
    }
  }

  private void deliverAll(Random random) {
    while (onTheirWay.values().stream().anyMatch(inputs -> !inputs.isEmpty())) {
      deliverOne(random);
    }
  }
}
