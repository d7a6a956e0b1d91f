package io.offerflow.pipeline.demo;

import io.offerflow.pipeline.demo.Measurements.Push;
import io.offerflow.pipeline.demo.Measurements.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words for how things stand. */
final class View {
  private View() {}

  /** The whole picture, for a terminal. */
  static List<String> lines(Snapshot now) {
    Standing standing = now.standing();
    List<String> lines = new ArrayList<>();
    lines.add("Offerflow demo, " + clock(now.millis()) + "   (Ctrl-C ends it with a summary)");
    lines.add("");
    lines.add(
        row("events", now.sent(), perSecond(now.eventsPerSecond()))
            + (standing.deadLetters() > 0 ? "   dead letters " + standing.deadLetters() : ""));
    lines.add(row("decisions", standing.decisions(), counts(standing.outcomes())));
    lines.add(row("offers", standing.offers(), perSecond(now.offersPerSecond())));
    lines.add("latency     " + latency(standing));
    lines.add("");
    lines.add("offers by channel    " + counts(standing.channels()));
    lines.add("offers by campaign");
    for (Map.Entry<String, Long> entry : descending(standing.campaigns())) {
      lines.add(String.format(Locale.ROOT, "  %-28s %,10d", entry.getKey(), entry.getValue()));
    }
    lines.add("");
    lines.add("last offers");
    for (Push push : standing.latest()) {
      lines.add("  " + reason(push));
    }
    return lines;
  }

  /** The same in one line. */
  static String line(Snapshot now) {
    Standing standing = now.standing();
    String line =
        String.format(
            Locale.ROOT,
            "%s  %,d events (%s), %,d decisions, %,d offers (%s), latency %s",
            clock(now.millis()),
            now.sent(),
            perSecond(now.eventsPerSecond()),
            standing.decisions(),
            standing.offers(),
            perSecond(now.offersPerSecond()),
            latency(standing));
    return standing.latest().isEmpty()
        ? line
        : line + ", last: " + reason(standing.latest().get(0));
  }

  /** What has come of it, at the end. */
  static List<String> summary(Snapshot end, int warmUpSeconds) {
    Standing standing = end.standing();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d events in %.0f s, %,d decisions (%s), %,d offers",
            end.sent(),
            end.millis() / 1e3,
            standing.decisions(),
            counts(standing.outcomes()),
            standing.offers()));
    if (standing.firstOfferMillis() >= 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "first offer %.1f s after the start of the program",
              standing.firstOfferMillis() / 1e3));
    }
    lines.add("by campaign: " + counts(standing.campaigns()));
    lines.add("by channel:  " + counts(standing.channels()));
    lines.add("latency from Kafka's append of the event to Kafka's append of the offer:");
    lines.add(
        "  "
            + latency(standing)
            + (warmUpSeconds > 0 ? ", without the first " + warmUpSeconds + " s" : ""));
    if (standing.deadLetters() > 0) {
      lines.add(standing.deadLetters() + " dead letters");
    }
    return lines;
  }

  static String reason(Push push) {
    return String.format(
        Locale.ROOT,
        "%s: %s by %s, because of %s, score %s%s",
        push.campaign(),
        push.offer(),
        push.channel(),
        push.moment(),
        push.score(),
        push.latency() < 0 ? "" : ", " + push.latency() + " ms");
  }

  private static String latency(Standing standing) {
    return standing.measured() == 0
        ? "not measured yet"
        : String.format(
            Locale.ROOT,
            "p50 %d ms, p99 %d ms, p99.9 %d ms",
            standing.p50(),
            standing.p99(),
            standing.p999());
  }

  private static String row(String name, long count, String more) {
    return String.format(Locale.ROOT, "%-10s %,12d   %s", name, count, more);
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%,.0f/s", rate);
  }

  private static String counts(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> entry : descending(counts)) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()));
    }
    return text.isEmpty() ? "none" : text.toString();
  }

  private static List<Map.Entry<String, Long>> descending(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  private static String clock(long millis) {
    long seconds = millis / 1_000;
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
