package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.Saved;
import io.offerflow.pipeline.state.SavedSerializer;
import io.offerflow.testing.RandomWorkload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** However many customers are held in memory, the same is decided and the same is saved. */
class HeldCustomersPropertyTest {
  private static final long HOUR = 3_600_000;
  private static final long DISORDER = 10 * HOUR;
  private static final int EVENTS = 300;
  private static final int SUBTASKS = 2;
  private static final int MAX_PARALLELISM = 12;

  /** Shared by all tries: it costs more to compile them than to decide. */
  private static final WorkspaceFiles EVERYTHING =
      WorkspaceFiles.of(RandomWorkload.workspace().files());

  /**
   * What one run came to.
   *
   * @param written topics and values, in order
   */
  private record Ended(List<String> written, Map<String, Saved> states) {}

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void itMakesNoDifferenceHowManyAreHeld(@ForAll long seed) throws Exception {
    // Keeps the rules compiled from one run to the next.
    try (Core rules =
        Core.Factory.DECIDING.open(Deployment.of(EVERYTHING), DecisionMetrics.NONE, null)) {
      assertThat(rules.mayHold()).isTrue();
      runsAreEqual(seed);
    }
  }

  private static void runsAreEqual(long seed) throws Exception {
    List<Event> events = RandomWorkload.events(seed, 6, 1_000).subList(0, EVENTS);
    Ended none = run(events, 0, new Random(seed));
    assertThat(none.written()).hasSizeGreaterThan(50);
    assertThat(none.states()).isNotEmpty();
    for (int held : List.of(1, 3, 1_000)) {
      Ended some = run(events, held, new Random(seed));
      assertThat(some.written()).isEqualTo(none.written());
      assertThat(some.states()).isEqualTo(none.states());
    }
  }

  /** Saves and goes on now and then, begins again once, and then as two subtasks. */
  private static Ended run(List<Event> events, int held, Random random) throws Exception {
    List<String> written = new ArrayList<>();
    int third = events.size() / 3;
    OperatorSubtaskState saved = null;
    for (int from : List.of(0, third)) {
      var harness = harness(held, 1, 0);
      try {
        if (saved != null) {
          harness.initializeState(saved);
        }
        harness.open();
        hand(harness, events.subList(from, from + third), random);
        saved = harness.snapshot(Long.MAX_VALUE - 1, 0);
        written.addAll(written(harness));
      } finally {
        harness.close();
      }
    }
    Map<String, Saved> states = new TreeMap<>();
    for (int subtask = 0; subtask < SUBTASKS; subtask++) {
      var harness = harness(held, SUBTASKS, subtask);
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              saved, MAX_PARALLELISM, 1, SUBTASKS, subtask));
      harness.open();
      try {
        List<Event> here = here(events, subtask);
        hand(harness, here.subList(here.size() * 2 / 3, here.size()), random);
        states.putAll(states(harness, here));
        harness.processWatermark(Long.MAX_VALUE);
        written.addAll(written(harness));
        states.putAll(after(states(harness, here)));
      } finally {
        harness.close();
      }
    }
    return new Ended(written, states);
  }

  /** As others, beside those of before. */
  private static Map<String, Saved> after(Map<String, Saved> states) {
    Map<String, Saved> after = new TreeMap<>();
    states.forEach((customer, saved) -> after.put(customer + " at the end of time", saved));
    return after;
  }

  /** Those of the customers who are that subtask's. */
  private static List<Event> here(List<Event> events, int subtask) {
    return events.stream()
        .filter(
            event ->
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        event.customer(), MAX_PARALLELISM, SUBTASKS)
                    == subtask)
        .toList();
  }

  private static List<String> written(
      KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness) {
    return harness.extractOutputValues().stream()
        .map(out -> out.topic() + " " + new String(out.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static Map<String, Saved> states(
      KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness, List<Event> events)
      throws Exception {
    harness.snapshot(Long.MAX_VALUE, 0);
    DecideOperator operator = (DecideOperator) harness.getOperator();
    ValueState<Saved> state =
        operator
            .getKeyedStateBackend()
            .getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>("customer", SavedSerializer.INSTANCE));
    Map<String, Saved> states = new TreeMap<>();
    for (String customer : events.stream().map(Event::customer).distinct().toList()) {
      operator.setCurrentKey(customer);
      if (state.value() != null) {
        states.put(customer, state.value());
      }
    }
    return states;
  }

  private static void hand(
      KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness,
      List<Event> events,
      Random random)
      throws Exception {
    long clock = 0;
    for (Event event : events) {
      harness.processElement(new Arrival(event, event.time()), event.time());
      clock = Math.max(clock, event.time());
      int what = random.nextInt(40);
      if (what < 10) {
        harness.processWatermark(clock - DISORDER - 1);
      } else if (what == 10) {
        harness.snapshot(clock, 0);
      }
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness(
      int held, int parallelism, int subtask) throws Exception {
    DecideOperator operator =
        new DecideOperator(
            JobRules.fixed(EVERYTHING),
            Core.Factory.DECIDING,
            DecisionMetrics.Factory.OFF,
            new Topics("t"),
            new StreamClock(DISORDER, 1000, false));
    operator.hold(held);
    var made =
        new KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing>(
            operator,
            arrival -> arrival.event().customer(),
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            subtask);
    made.setStateBackend(new EmbeddedRocksDBStateBackend(false));
    return made;
  }
}
