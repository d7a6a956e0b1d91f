package io.offerflow.gateway.http;

import static io.offerflow.gateway.http.OutcomeRule.Verdict.FAILED;
import static io.offerflow.gateway.http.OutcomeRule.Verdict.PAUSE;
import static io.offerflow.gateway.http.OutcomeRule.Verdict.RENEW;
import static io.offerflow.gateway.http.OutcomeRule.Verdict.RETRY;
import static io.offerflow.gateway.http.OutcomeRule.Verdict.SENT;

import java.util.ArrayList;
import java.util.List;

/** The rules of a channel in their order, and behind them those that hold where none applies. */
record OutcomeRules(List<OutcomeRule> rules) {
  private static final List<OutcomeRule> GENERAL =
      List.of(
          OutcomeRule.of(200, 299, SENT, null),
          OutcomeRule.of(401, RENEW, "unauthorized"),
          OutcomeRule.of(407, PAUSE, "proxy"),
          OutcomeRule.of(408, RETRY, "timeout"),
          OutcomeRule.of(421, RETRY, "misdirected"),
          OutcomeRule.of(425, RETRY, "too-early"),
          OutcomeRule.of(429, PAUSE, "throttled"),
          OutcomeRule.of(500, 599, RETRY, "server-error"),
          OutcomeRule.of(300, 399, FAILED, "redirected"),
          OutcomeRule.of(413, FAILED, "too-long"));

  OutcomeRules {
    rules = List.copyOf(rules);
  }

  /** What was decided, and by which word it goes into metrics and events. */
  record Judgement(OutcomeRule.Verdict verdict, String reason) {}

  OutcomeRules before(OutcomeRules others) {
    List<OutcomeRule> both = new ArrayList<>(rules);
    both.addAll(others.rules);
    return new OutcomeRules(both);
  }

  Judgement judge(Answer answer) {
    for (List<OutcomeRule> each : List.of(rules, GENERAL)) {
      for (OutcomeRule rule : each) {
        if (rule.covers(answer)) {
          return new Judgement(
              rule.then(), rule.reason() == null ? "http-" + answer.status() : rule.reason());
        }
      }
    }
    return new Judgement(FAILED, "http-" + answer.status());
  }
}
