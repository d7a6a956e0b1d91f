package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.event.Event;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.backend.FreezingBackendFactory;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.replay.Replay;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.TestWorkspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The operator over RocksDB, saved and broken off at random points, against replay. */
class OperatorPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HOUR = 3_600_000;
  private static final long DISORDER = 10 * HOUR;
  private static final int EVENTS = 400;

  /** Shared by all tries: it costs more to compile them than to decide. */
  private static final WorkspaceFiles EVERYTHING =
      WorkspaceFiles.of(RandomWorkload.workspace().files());

  /** Without refunds, so that a window can be counted from the pushes alone. */
  private static final WorkspaceFiles CAPPED = WorkspaceFiles.of(capped().files());

  private static TestWorkspace capped() {
    return RandomWorkload.workspace()
        .policy(
            """
            classes: {service: {counts: false}, sales: {}}
            caps: [{max: 2, last: 24h, channel: sms}, {max: 1, last: 2h}]
            consent: {sms: opt-out, push: opt-out}
            """);
  }

  /** The first week: so dense that no repeat comes after a day, when it would be an event anew. */
  private static List<Event> events(long seed, int customers) {
    return RandomWorkload.events(seed, customers, 1_000).subList(0, EVENTS);
  }

  /** What a run wrote, by topic, each as it was written. */
  private static final class Written {
    private final Map<String, List<String>> topics = new HashMap<>();

    void addAll(List<Outgoing> outgoing) {
      for (Outgoing out : outgoing) {
        String text = new String(out.value(), StandardCharsets.UTF_8);
        topics.computeIfAbsent(out.topic(), topic -> new ArrayList<>()).add(text);
      }
    }

    List<String> of(String topic) {
      return topics.getOrDefault(topic, List.of());
    }

    Map<String, String> byId(String topic) throws Exception {
      Map<String, String> byId = new TreeMap<>();
      for (String text : of(topic)) {
        assertThat(byId.put(JSON.readTree(text).get("decision").asText(), text)).isNull();
      }
      return byId;
    }
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void whereverItIsBrokenOffItDecidesAsReplay(@ForAll long seed) throws Exception {
    List<Event> events = events(seed, 6);
    Map<String, String> decisions = run(EVERYTHING, events, new Random(seed)).byId("t.decisions");
    Map<String, String> replayed = new TreeMap<>();
    try (Replay replay =
        new Replay(
            Bundle.of(EVERYTHING.workspace()),
            made ->
                replayed.put(
                    made.id(),
                    new String(DecisionEncoder.decision(made), StandardCharsets.UTF_8)))) {
      events.forEach(replay::accept);
      replay.until(Long.MAX_VALUE);
    }
    assertThat(replayed).hasSizeGreaterThan(50);
    assertThat(decisions).isEqualTo(replayed);
  }

  /** What it was asked to save is saved while it goes on with events that are then lost. */
  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void whatIsSavedWhileEventsGoOnIsTheStateOfTheBarrier(@ForAll long seed) throws Exception {
    List<Event> events = events(seed, 6);
    Map<String, String> apart = run(EVERYTHING, events, new Random(seed)).byId("t.decisions");
    Map<String, String> beside =
        run(EVERYTHING, events, new Random(seed), OperatorPropertyTest::beside).byId("t.decisions");
    assertThat(beside).hasSizeGreaterThan(50).isEqualTo(apart);
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void noWindowOfACapIsEverOver(@ForAll long seed) throws Exception {
    List<Event> events = new ArrayList<>(events(seed, 3));
    // Both undo contacts, which then no longer count.
    events.removeIf(event -> event.type().equals("erase") || event.type().equals("response"));
    Written written = run(CAPPED, events, new Random(seed));
    List<JsonNode> sms = sales(written.byId("t.offers.sms"));
    List<JsonNode> all = new ArrayList<>(sms);
    all.addAll(sales(written.byId("t.offers.push")));
    assertThat(all).hasSizeGreaterThan(20);
    assertThat(mostWithin(sms, 24 * HOUR)).isBetween(1, 2);
    assertThat(mostWithin(all, 2 * HOUR)).isEqualTo(1);
  }

  private static List<JsonNode> sales(Map<String, String> pushes) throws Exception {
    List<JsonNode> sales = new ArrayList<>();
    for (String push : pushes.values()) {
      JsonNode read = JSON.readTree(push);
      if (read.get("class").asText().equals("sales")) {
        sales.add(read);
      }
    }
    return sales;
  }

  /** The most that one customer got in any {@code (t - length, t]}. */
  private static int mostWithin(List<JsonNode> pushes, long length) {
    int most = 0;
    for (JsonNode last : pushes) {
      int within = 0;
      for (JsonNode push : pushes) {
        long before = decided(last) - decided(push);
        boolean hers = push.get("customer").equals(last.get("customer"));
        within += hers && before >= 0 && before < length ? 1 : 0;
      }
      most = Math.max(most, within);
    }
    return most;
  }

  private static long decided(JsonNode push) {
    return Instant.parse(push.get("decided").asText()).toEpochMilli();
  }

  /**
   * Hands the events over; now and then saves, goes on for some events that are then lost with the
   * machine, and begins again from what was saved. What was lost must come again as it was.
   */
  private static Written run(WorkspaceFiles workspace, List<Event> events, Random random)
      throws Exception {
    return run(workspace, events, random, OperatorPropertyTest::harness);
  }

  private static Written run(
      WorkspaceFiles workspace, List<Event> events, Random random, Making making) throws Exception {
    Written kept = new Written();
    OperatorSubtaskState saved = null;
    int from = 0;
    List<Outgoing> lost = List.of();
    for (int piece = 0; piece < 4; piece++) {
      boolean last = piece == 3;
      int to = last ? events.size() : from + random.nextInt(events.size() / 4) + 1;
      var harness = making.of(workspace);
      try {
        if (saved != null) {
          harness.initializeState(saved);
        }
        harness.open();
        hand(harness, events, from, to, random);
        SavedBeside saving = null;
        if (last) {
          harness.processWatermark(Long.MAX_VALUE);
        } else {
          saving = SavedBeside.begin(harness, piece + 1);
        }
        int whole = harness.extractOutputValues().size();
        kept.addAll(harness.extractOutputValues());
        assertSameAgain(lost, kept);
        if (!last) {
          hand(harness, events, to, Math.min(events.size(), to + random.nextInt(30)), random);
          saved = saving.end();
          List<Outgoing> out = harness.extractOutputValues();
          lost = List.copyOf(out.subList(whole, out.size()));
        }
      } finally {
        harness.close();
      }
      from = to;
    }
    return kept;
  }

  /** A push goes out under one id with one content, however often the machine is lost. */
  private static void assertSameAgain(List<Outgoing> lost, Written kept) throws Exception {
    Written before = new Written();
    before.addAll(lost);
    for (String topic : before.topics.keySet()) {
      Map<String, String> now = kept.byId(topic);
      before
          .byId(topic)
          .forEach((id, text) -> assertThat(now.getOrDefault(id, text)).isEqualTo(text));
    }
  }

  private static void hand(
      KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness,
      List<Event> events,
      int from,
      int to,
      Random random)
      throws Exception {
    long clock = events.subList(0, from).stream().mapToLong(Event::time).max().orElse(0);
    for (Event event : events.subList(from, to)) {
      harness.processElement(new Arrival(event, event.time()), event.time());
      clock = Math.max(clock, event.time());
      if (random.nextInt(3) == 0) {
        harness.processWatermark(clock - DISORDER - 1);
      }
    }
  }

  /** Opens a subtask. */
  private interface Making {
    KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> of(WorkspaceFiles workspace)
        throws Exception;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness(
      WorkspaceFiles workspace) throws Exception {
    var made =
        new KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing>(
            operator(workspace), arrival -> arrival.event().customer(), Types.STRING);
    // Whole snapshots: what an incremental one builds on is put together outside of a harness.
    made.setStateBackend(new EmbeddedRocksDBStateBackend(false));
    return made;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> beside(
      WorkspaceFiles workspace) throws Exception {
    DecideOperator operator = operator(workspace);
    operator.hold(100);
    var made =
        new KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing>(
            new LeasingDecideFactory(operator, 1000),
            arrival -> arrival.event().customer(),
            Types.STRING);
    Configuration whole = new Configuration();
    whole.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
    made.setStateBackend(
        new FreezingBackendFactory()
            .createFromConfig(whole, OperatorPropertyTest.class.getClassLoader()));
    return made;
  }

  private static DecideOperator operator(WorkspaceFiles workspace) {
    return new DecideOperator(
        JobRules.fixed(workspace),
        Core.Factory.DECIDING,
        DecisionMetrics.Factory.OFF,
        new Topics("t"),
        new StreamClock(DISORDER, 1000, false));
  }
}
