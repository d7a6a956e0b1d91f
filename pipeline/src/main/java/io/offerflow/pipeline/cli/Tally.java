package io.offerflow.pipeline.cli;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts for the line that a replay ends with. */
final class Tally {
  private final Map<Outcome.Fate, Long> fates = new EnumMap<>(Outcome.Fate.class);
  private final Map<Decision.Kind, Long> outcomes = new EnumMap<>(Decision.Kind.class);
  private long deadLetters;

  void handled(Outcome.Fate fate) {
    fates.merge(fate, 1L, Long::sum);
  }

  void decided(Decision.Kind outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  void dead() {
    deadLetters++;
  }

  /**
   * {@code 35304 events, 0 duplicates, 0 dead letters, 1234 decisions: 400 offered, 834 none}. Rare
   * fates are named only where they occurred.
   */
  String line() {
    StringBuilder line = new StringBuilder();
    line.append(counted(sum(fates), "event")).append(", ");
    line.append(counted(fates.getOrDefault(Outcome.Fate.DUPLICATE, 0L), "duplicate")).append(", ");
    appendRare(line, Outcome.Fate.ERASED, "erased");
    appendRare(line, Outcome.Fate.UNMATCHED, "unmatched");
    line.append(counted(deadLetters, "dead letter")).append(", ");
    line.append(counted(sum(outcomes), "decision"));
    if (!outcomes.isEmpty()) {
      line.append(": ");
      line.append(
          outcomes.entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ")));
    }
    return line.toString();
  }

  private void appendRare(StringBuilder line, Outcome.Fate fate, String word) {
    long count = fates.getOrDefault(fate, 0L);
    if (count > 0) {
      line.append(count).append(' ').append(word).append(", ");
    }
  }

  static String counted(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
