package io.offerflow.scenario;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.decision.Outcome;
import io.offerflow.scenario.TestReport.Failure;
import io.offerflow.workspace.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What was expected, and what happened instead. */
final class FailureText {
  private FailureText() {}

  static List<String> of(Failure failure) {
    List<String> lines = new ArrayList<>();
    lines.add("step " + failure.number() + " (" + failure.expected().place() + ")");
    lines.add("  expected  " + expected(failure.expected()));
    List<String> happened = happened(failure);
    for (int i = 0; i < happened.size(); i++) {
      lines.add((i == 0 ? "  happened  " : "            ") + happened.get(i));
    }
    return lines;
  }

  static String expected(Scenario.Expectation expected) {
    if (expected instanceof Scenario.Offered offered) {
      List<String> parts = new ArrayList<>();
      add(parts, "offer", offered.offer());
      add(parts, "channel", offered.channel());
      add(parts, "campaign", offered.campaign());
      add(parts, "text", offered.text() == null ? null : "\"" + offered.text() + "\"");
      return String.join(", ", parts);
    }
    if (expected instanceof Scenario.Answered answered) {
      return answered.offers().isEmpty()
          ? "an answer without offers"
          : "answers " + String.join(", ", answered.offers());
    }
    if (expected instanceof Scenario.Results results) {
      List<String> parts = new ArrayList<>();
      new TreeMap<>(results.words()).forEach((campaign, word) -> add(parts, campaign, word));
      return String.join(", ", parts);
    }
    return "nothing";
  }

  private static void add(List<String> parts, String key, String value) {
    if (value != null) {
      parts.add(key + " " + value);
    }
  }

  private static List<String> happened(Failure failure) {
    List<String> lines = new ArrayList<>();
    if (failure.fate() == Outcome.Fate.UNMATCHED) {
      lines.add("the response matches no decision of hers, so it changed nothing");
    } else if (failure.fate() == Outcome.Fate.ERASED) {
      lines.add("the event is not later than her erasure, so it changed nothing");
    }
    failure.decisions().forEach(decision -> decision(decision, lines));
    if (lines.isEmpty()) {
      lines.add("no campaign's moment occurred");
    }
    for (Decision decision : failure.before()) {
      lines.add("before the first step, because of `given`, went out: " + decision.choice());
    }
    return lines;
  }

  private static void decision(Decision decision, List<String> lines) {
    lines.add(
        Instant.ofEpochMilli(decision.time())
            + " "
            + decision.customer()
            + ", "
            + cause(decision)
            + ": "
            + outcome(decision));
    for (Considered considered : decision.considered()) {
      lines.add("  " + considered(considered));
    }
    if (decision.choice() != null) {
      decision
          .choice()
          .content()
          .forEach((part, text) -> lines.add("  " + part + ": \"" + text + "\""));
    }
  }

  private static String cause(Decision decision) {
    return decision.cause() instanceof Decision.EventCause event ? event.type() : "by the clock";
  }

  private static String outcome(Decision decision) {
    String word = decision.outcome().name().toLowerCase(Locale.ROOT);
    return decision.choice() == null
        ? word
        : word + " " + decision.choice().offer() + " by " + decision.choice().channel();
  }

  private static String considered(Considered considered) {
    String line =
        considered.campaign() + " (" + considered.moment() + "): " + considered.result().word();
    if (considered.detail() != null) {
      line += ", " + considered.detail();
    }
    return considered.free() == null
        ? line
        : line + ", free " + Instant.ofEpochMilli(considered.free());
  }
}
