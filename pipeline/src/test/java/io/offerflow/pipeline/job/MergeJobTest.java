package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.replay.Replay;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ids turn out to be one customer while each of them belongs to a task of its own. */
class MergeJobTest {
  private static final int PAIRS = 20;
  private static final int CUSTOMERS = 30;
  private static final int EVENTS_TO_A_MERGE = 80;
  private static final long SEED = 20_261_123;
  private static final long START = Story.at("2026-03-02T10:00:00Z");

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();
  private static WorkspaceFiles workspace;

  private final List<Event> all = new ArrayList<>();
  private JobRun run;

  @BeforeAll
  static void start() throws IOException {
    workspace =
        WorkspaceFiles.of(
            new TestWorkspace()
                .features("spent: {sum: recharge.amount, last: 7d}\n")
                .policy(
                    """
                    classes: {sales: {}}
                    consent: {sms: opt-out}
                    caps: [{max: 1, last: 1d}]
                    record: {none: 100%}
                    """)
                .campaign("rich", "{event: recharge}", "if: spent > 20\n")
                .files());
  }

  /** One after the other, as replay has them: events of two topics have no order among them. */
  @Test
  void theJobDecidesAsReplayAlsoWhenItStartsAgainAmidMerges() throws Exception {
    run = FIXTURE.run(workspace);
    RunningJob job = run.start(run.configuration(2), null);
    send("old", "recharge", "amount", BigDecimal.TEN);
    send("new", "recharge", "amount", BigDecimal.TEN);
    awaitAll();
    String checkpoint = job.checkpoint();
    for (int pair = 0; pair < PAIRS; pair++) {
      send(pair, "old", "merge", "into", "new-" + pair);
    }
    send("old", "recharge", "amount", BigDecimal.ONE);
    awaitAll();
    job.cancel();

    RunningJob again = run.start(run.configuration(4), checkpoint);
    send("old", "recharge", "amount", BigDecimal.TEN);
    awaitAll();
    send("new", "recharge", "amount", BigDecimal.TEN);
    awaitAll();
    // A push may come after the record of its decision.
    again.stop(folder, false);

    assertThat(run.decisions()).isEqualTo(replayed());
    assertThat(run.offers("sms").values())
        .hasSize(PAIRS)
        .allMatch(push -> push.contains("\"customer\":\"new-"));
    assertThat(run.deadLetters()).isEmpty();
  }

  /**
   * With every kind of moment, timer, refusal and erasure there is. Whatever came before a merge
   * has been handled, and each merge has arrived before anything else comes: what the new id does
   * meanwhile has no order against it. Now and then the job breaks off after that, and goes on from
   * before; then one task keeps the order of the one partition that it reads.
   *
   * @param broken of so many steps one; in several partitions none
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 4", "2, 4, 2, 100", "3, 4, 4, 100"})
  void theJobDecidesAsReplayWhereEachMergeArrivesBeforeWhatComesNext(
      long seed, int partitions, int parallelism, int broken) throws Exception {
    WorkspaceFiles rules = WorkspaceFiles.of(RandomWorkload.workspace().files());
    List<List<Event>> steps = steps(RandomWorkload.events(SEED + seed, CUSTOMERS, 2_500), seed);
    List<Event> events = steps.stream().flatMap(List::stream).toList();
    run = FIXTURE.run(rules, partitions);
    RunningJob job = run.start(run.configuration(parallelism), null);
    int handled = 0;
    for (int number = 1; number <= steps.size(); number++) {
      List<Event> step = steps.get(number - 1);
      boolean breaks = number % broken == 0;
      String checkpoint = breaks ? job.checkpoint() : null;
      for (List<Event> part : aroundMerge(step)) {
        run.send(part);
        handled += part.size();
        run.handled().awaitEvents(handled);
      }
      if (breaks) {
        job.cancel();
        job = run.start(run.configuration(parallelism), checkpoint);
        handled += step.size();
        run.handled().awaitEvents(handled);
      }
    }
    job.stop(folder, true);

    assertThat(steps).hasSizeGreaterThan(15);
    Replayed.of(rules.workspace(), events).assertSame(run);
  }

  /**
   * Merges put between them. A step ends with an event of the old id: once that is handled, under
   * the new one, the merge has arrived. No more of an old id comes afterwards.
   */
  private static List<List<Event>> steps(List<Event> events, long seed) {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, CUSTOMERS).forEach(id -> ids.add("c-" + id));
    Collections.shuffle(ids, new Random(seed));
    List<List<Event>> steps = new ArrayList<>();
    List<Event> step = new ArrayList<>();
    long time = Long.MIN_VALUE;
    for (Event event : events) {
      time = Math.max(time, event.time());
      if (ids.contains(event.customer())) {
        step.add(event);
      }
      if (step.size() == EVENTS_TO_A_MERGE && ids.size() > 1) {
        String old = ids.remove(0);
        String id = "m-" + steps.size();
        step.add(Event.of("merge", id, old, time, Fields.of("into", ids.get(ids.size() / 2))));
        step.add(Event.of("recharge", id, old, time, Fields.of("amount", BigDecimal.TEN)));
        steps.add(step);
        step = new ArrayList<>();
      }
    }
    steps.add(step);
    return steps;
  }

  /** What comes before the merge; the merge and what follows it. */
  private static List<List<Event>> aroundMerge(List<Event> step) {
    int before = Math.min(step.size(), EVENTS_TO_A_MERGE);
    return List.of(step.subList(0, before), step.subList(before, step.size()));
  }

  private void send(String ids, String type, Object... fields) {
    for (int pair = 0; pair < PAIRS; pair++) {
      send(pair, ids, type, fields);
    }
  }

  private void send(int pair, String ids, String type, Object... fields) {
    Fields carried = Story.fields(fields);
    long time = START + all.size() * 1_000L;
    Event event = Event.of(type, "e-" + all.size(), ids + "-" + pair, time, carried);
    all.add(event);
    run.send(List.of(event));
  }

  private void awaitAll() throws IOException {
    run.awaitDecisions(id -> true, replayed().size());
  }

  private SortedMap<String, String> replayed() {
    SortedMap<String, String> records = new TreeMap<>();
    try (Replay replay =
        new Replay(
            Bundle.of(workspace.workspace()),
            decision -> records.put(decision.id(), record(decision)))) {
      all.forEach(replay::accept);
    }
    return records;
  }

  private static String record(Decision decision) {
    return new String(DecisionEncoder.decision(decision), StandardCharsets.UTF_8);
  }
}
