package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Ref;
import io.offerflow.event.Nearest;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.util.Set;
import java.util.TreeSet;

/** Finds conditions on zones that there are not, and on tags that nobody sets. */
final class Members {
  private final Set<String> zones = new TreeSet<>();
  private final Set<String> tags = new TreeSet<>();
  private final Findings findings;

  Members(Workspace workspace, Findings findings) {
    this.findings = findings;
    workspace.zones().forEach(zone -> zones.add(zone.name()));
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.tags()) {
        tags.addAll(campaign.tagging().lifetimes().keySet());
      }
    }
  }

  void check(Condition condition, String file, Object... path) {
    check(condition.expression(), file, path);
  }

  private void check(Expr expr, String file, Object... path) {
    if (expr instanceof Expr.Contains contains
        && contains.whole() instanceof Expr.Name name
        && contains.part() instanceof Expr.Literal literal) {
      String member = (String) literal.value();
      if (name.known().ref() == Ref.Ambient.ZONES && !zones.contains(member)) {
        findings.warn(unknown("there is no zone", member, "is ever in it", zones), file, path);
      } else if (name.known().ref() == Ref.Ambient.TAGS && !tags.contains(member)) {
        findings.warn(unknown("no campaign sets the tag", member, "gets it", tags), file, path);
      }
    }
    for (Expr part : expr.parts()) {
      check(part, file, path);
    }
  }

  private static String unknown(String what, String name, String so, Set<String> known) {
    String hint = Nearest.hint(name, known);
    return what
        + " `"
        + Written.cut(name)
        + "`, so nobody "
        + so
        + (hint.isEmpty() ? ": correct the condition, or remove it" : hint);
  }
}
