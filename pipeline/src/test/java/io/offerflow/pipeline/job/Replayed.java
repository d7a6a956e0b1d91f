package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.replay.Replay;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What replay makes of events: decision records and offers, by id. */
record Replayed(SortedMap<String, String> decisions, SortedMap<String, String> offers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All timers fire at the end, as in a job whose input ends. */
  static Replayed of(Workspace workspace, List<Event> events) {
    Replayed replayed = new Replayed(new TreeMap<>(), new TreeMap<>());
    try (Replay replay = new Replay(Bundle.of(workspace), replayed::add)) {
      events.forEach(replay::accept);
      replay.until(Long.MAX_VALUE);
    }
    return replayed;
  }

  /** The ids of what was decided at that time or before. */
  Set<String> until(long time) throws IOException {
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, String> decision : decisions.entrySet()) {
      String at = JSON.readTree(decision.getValue()).get("time").asText();
      if (Instant.parse(at).toEpochMilli() <= time) {
        ids.add(decision.getKey());
      }
    }
    return ids;
  }

  private void add(Decision decision) {
    decisions.put(decision.id(), text(DecisionEncoder.decision(decision)));
    if (decision.outcome() == Decision.Kind.OFFERED) {
      offers.put(decision.id(), text(DecisionEncoder.offer(decision)));
    }
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** That a job's records and offers are the same, to the byte. */
  void assertSame(JobRun run) throws IOException {
    SortedMap<String, String> sent = new TreeMap<>();
    for (String channel : run.workspace().workspace().settings().channels().keySet()) {
      sent.putAll(run.offers(channel));
      assertThat(run.repeated(channel)).isEmpty();
    }
    assertSame(run.decisions(), decisions);
    assertSame(sent, offers);
    assertThat(run.deadLetters()).isEmpty();
  }

  /** Says the first difference instead of two maps of thousands. */
  private static void assertSame(
      SortedMap<String, String> actual, SortedMap<String, String> expected) {
    expected.forEach((id, record) -> assertThat(actual.get(id)).isEqualTo(record));
    assertThat(actual.size()).isEqualTo(expected.size());
  }
}
