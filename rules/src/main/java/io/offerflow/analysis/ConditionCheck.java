package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.workspace.Campaign;
import java.util.ArrayList;
import java.util.List;

/** Finds conditions that can never be true, and such that always are. */
final class ConditionCheck {
  private final Findings findings;

  ConditionCheck(Findings findings) {
    this.findings = findings;
  }

  /** What one condition in a file is for. */
  private record Asked(Expr condition, String never, String file, Object... path) {}

  /** A {@code where}, which is about one event. */
  void where(Condition where, Terms terms, String never, String file, Object... path) {
    alone(new Asked(Situation.plain(where), never, file, path), terms);
  }

  /** A campaign's {@code if} and {@code context}. */
  void campaign(Campaign campaign, Situation situation) {
    List<Expr> conditions = campaign.conditions().stream().map(Situation::plain).toList();
    boolean possible = true;
    for (int i = 0; i < conditions.size(); i++) {
      Asked asked = new Asked(conditions.get(i), "nobody ever gets this", campaign.file(), "if", i);
      possible &= alone(asked, situation.terms()) && inMoment(asked, situation);
    }
    if (possible && together(campaign, conditions, situation)) {
      repeated(campaign, conditions, situation);
      context(campaign, conditions, situation);
    }
  }

  /** False when it can never be true. */
  private boolean alone(Asked asked, Terms terms) {
    Expr condition = asked.condition;
    if (Contradiction.between(terms, Goal.allTrue(List.of(condition)))) {
      warn(asked, "this can never be true, so " + asked.never + ": correct it or remove it");
      return false;
    }
    if (Contradiction.between(terms, List.of(Goal.isNotTrue(condition)))) {
      warn(asked, "this is always true: correct it, or remove it");
    } else {
      parts(condition, asked, terms);
    }
    return true;
  }

  /** Of several alternatives one may be impossible, of several conditions one may be needless. */
  private void parts(Expr condition, Asked asked, Terms terms) {
    if (!(condition instanceof Expr.Or) && !(condition instanceof Expr.And)) {
      return;
    }
    for (Expr part : condition.parts()) {
      if (Contradiction.between(terms, Goal.allTrue(List.of(part)))) {
        warn(
            asked, "`" + Written.of(part) + "` in this can never be true: correct it or remove it");
      } else if (Contradiction.between(terms, List.of(Goal.isNotTrue(part)))) {
        warn(asked, "`" + Written.of(part) + "` in this is always true: correct it or remove it");
      } else {
        parts(part, asked, terms);
      }
    }
  }

  private boolean inMoment(Asked asked, Situation situation) {
    List<Expr> both = new ArrayList<>(situation.atFirst());
    both.add(asked.condition);
    if (Contradiction.between(situation.terms(), Goal.allTrue(both))) {
      warn(asked, "this can never be true when `when` is, so " + asked.never + ": correct one");
      return false;
    }
    if (!situation.lasting().isEmpty()
        && isImplied(asked.condition, situation.lasting(), situation.terms())
        && !isImplied(asked.condition, List.of(), situation.terms())) {
      warn(asked, "this is always true when `when` is: remove it, or correct one of the two");
    }
    return true;
  }

  private static boolean isImplied(Expr condition, List<Expr> by, Terms terms) {
    List<Goal> goals = Goal.allTrue(by);
    goals.add(Goal.isNotTrue(condition));
    return Contradiction.between(terms, goals);
  }

  /** False when they contradict each other. */
  private boolean together(Campaign campaign, List<Expr> conditions, Situation situation) {
    Terms terms = situation.terms();
    for (int later = 1; later < conditions.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        List<Expr> two = List.of(conditions.get(earlier), conditions.get(later));
        if (Contradiction.between(terms, Goal.allTrue(two))) {
          findings.warn(
              "this is never true together with "
                  + other(campaign, earlier)
                  + ", so nobody ever gets this: correct one of the two",
              campaign.file(),
              "if",
              later);
          return false;
        }
      }
    }
    List<Expr> all = new ArrayList<>(situation.atFirst());
    all.addAll(conditions);
    if (conditions.size() > 1 && Contradiction.between(terms, Goal.allTrue(all))) {
      findings.warn(
          "these conditions are never all true at once, so nobody ever gets this: correct them",
          campaign.file(),
          "if",
          0);
      return false;
    }
    return true;
  }

  private String other(Campaign campaign, int index) {
    int line = findings.line(campaign.file(), "if", index);
    return "`"
        + Written.cut(campaign.conditions().get(index).text())
        + (line == 0 ? "`" : "` in line " + line);
  }

  /** An entry that is true wherever another one is says nothing new. */
  private void repeated(Campaign campaign, List<Expr> conditions, Situation situation) {
    Terms terms = situation.terms();
    for (int i = 0; i < conditions.size(); i++) {
      Expr condition = conditions.get(i);
      if (isImplied(condition, situation.lasting(), terms)) {
        continue;
      }
      for (int j = 0; j < conditions.size(); j++) {
        Expr other = conditions.get(j);
        if (i == j || !isImplied(condition, List.of(other), terms)) {
          continue;
        }
        // Of two that mean the same the later one is told.
        if (j < i || !isImplied(other, List.of(condition), terms)) {
          findings.warn(
              "this is always true where " + other(campaign, j) + " is: remove one of the two",
              campaign.file(),
              "if",
              i);
          break;
        }
      }
    }
  }

  private void context(Campaign campaign, List<Expr> conditions, Situation situation) {
    for (int i = 0; i < campaign.context().size(); i++) {
      Expr condition = Situation.plain(campaign.context().get(i).condition());
      Asked asked =
          new Asked(condition, "its weight never counts", campaign.file(), "context", i, "if");
      List<Expr> sure = new ArrayList<>(situation.lasting());
      sure.addAll(conditions);
      List<Expr> all = new ArrayList<>(sure);
      all.add(condition);
      if (!alone(asked, situation.terms())) {
        continue;
      }
      if (Contradiction.between(situation.terms(), Goal.allTrue(all))) {
        warn(asked, "this is never true when the campaign's `if` is, so its weight never counts");
      } else if (!isImplied(condition, List.of(), situation.terms())
          && isImplied(condition, sure, situation.terms())) {
        warn(asked, "this is always true when the campaign's `if` is: use `lever` instead");
      }
    }
  }

  private void warn(Asked asked, String message) {
    findings.warn(message, asked.file, asked.path);
  }
}
