package io.offerflow.scenario;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Decision.Choice;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.workspace.Scenario;
import java.util.List;
import java.util.Map;

/** Whether a step's decisions are what it expects. */
final class Meets {
  private Meets() {}

  static boolean test(Scenario.Expectation expected, List<Decision> decisions) {
    if (expected instanceof Scenario.Offered offered) {
      return decisions.stream().anyMatch(made -> isOffered(made) && fits(offered, made.choice()));
    }
    if (expected instanceof Scenario.Answered answered) {
      return decisions.stream().anyMatch(made -> answered.offers().equals(answers(made)));
    }
    if (expected instanceof Scenario.Results results) {
      return results.words().entrySet().stream().allMatch(entry -> has(entry, decisions));
    }
    return decisions.stream().noneMatch(Meets::isOffered);
  }

  /** The offers of an answer, best first; null when nobody asked. */
  static List<String> answers(Decision decision) {
    return decision.answer() == null
        ? null
        : decision.answer().entries().stream().map(Decision.Answer.Entry::offer).toList();
  }

  static boolean isOffered(Decision decision) {
    return decision.outcome() == Decision.Kind.OFFERED
        || decision.outcome() == Decision.Kind.ANSWERED;
  }

  private static boolean fits(Scenario.Offered wanted, Choice choice) {
    return isAny(wanted.offer(), choice.offer())
        && isAny(wanted.channel(), choice.channel())
        && isAny(wanted.campaign(), choice.campaign())
        && (wanted.text() == null
            || choice.content().values().stream().anyMatch(it -> it.contains(wanted.text())));
  }

  private static boolean isAny(String wanted, String found) {
    return wanted == null || wanted.equals(found);
  }

  private static boolean has(Map.Entry<String, String> wanted, List<Decision> decisions) {
    List<String> words =
        decisions.stream()
            .flatMap(decision -> decision.considered().stream())
            .filter(considered -> considered.campaign().equals(wanted.getKey()))
            .map(Meets::word)
            .toList();
    return wanted.getValue().equals(Scenario.Results.NO_MOMENT)
        ? words.isEmpty()
        : words.contains(wanted.getValue());
  }

  private static String word(Considered considered) {
    return considered.result().word();
  }
}
