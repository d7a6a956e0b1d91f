package io.offerflow.eligibility;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The campaigns as DRL, with the slots and triggers that the text refers to. */
final class RuleBook {
  private static final String HEAD =
      """
      // Written by Offerflow from the campaigns' conditions; the same for the same campaigns.
      // A campaign is eligible where all that its rule asks for is true; nothing follows from it
      // here. What is missing makes a condition neither true nor false: of `less` and `atLeast`
      // none holds then.
      package offerflow.campaigns;

      import io.offerflow.eligibility.Facts;
      import java.math.BigDecimal;
      """;

  private final Slots slots = new Slots();
  private final Functions functions = new Functions();
  private final ConstraintWriter constraints = new ConstraintWriter(slots, functions);
  private final Map<String, String> triggers = new HashMap<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private final StringBuilder rules = new StringBuilder();

  RuleBook(List<CampaignRule> campaigns) {
    for (int i = 0; i < campaigns.size(); i++) {
      write(i, campaigns.get(i));
    }
  }

  String drl() {
    StringBuilder drl = new StringBuilder(HEAD);
    List<String> legend = slots.legend();
    if (!legend.isEmpty()) {
      drl.append('\n');
      legend.forEach(line -> comment(drl, line));
    }
    return drl.append(functions.drl()).append(rules).toString();
  }

  Slots slots() {
    return slots;
  }

  /** What stands in the rules for each trigger; a trigger without a rule is not in it. */
  Map<String, String> triggers() {
    return Map.copyOf(triggers);
  }

  /** What each rule answers with, by its name. */
  Map<String, Integer> indexes() {
    return Map.copyOf(indexes);
  }

  private void write(int place, CampaignRule campaign) {
    rules.append('\n');
    comment(rules, campaign.campaign() + ": " + campaign.trigger());
    List<String> lines = new ArrayList<>();
    lines.add("trigger == \"%s\"".formatted(triggerOf(campaign.trigger())));
    if (campaign.where() != null) {
      comment(rules, "  where " + campaign.where().text());
      add(lines, campaign.where());
    }
    for (Condition condition : campaign.conditions()) {
      comment(rules, "  if " + condition.text());
      add(lines, condition);
    }
    String name = "%d %s".formatted(place, plain(campaign.campaign()));
    indexes.put(name, campaign.index());
    rules
        .append("rule \"%s\"\n".formatted(name))
        .append("when\n  Facts(\n    ")
        .append(String.join(",\n    ", lines))
        .append(")\nthen\nend\n");
  }

  /** The parts of an {@code and} become constraints of their own, which rules can share. */
  private void add(List<String> lines, Condition condition) {
    if (condition.expression() instanceof Expr.And and) {
      and.parts().forEach(part -> lines.add(constraints.isTrue(part)));
    } else {
      lines.add(constraints.isTrue(condition.expression()));
    }
  }

  private String triggerOf(String trigger) {
    return triggers.computeIfAbsent(
        trigger,
        added ->
            ConstraintWriter.PLAIN.matcher(added).matches()
                ? added
                : "%s #%d".formatted(plain(added), triggers.size()));
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9 _.:/+-]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 60);
  }

  /** A comment ends with its line, so nothing in it may end the line. */
  private static void comment(StringBuilder drl, String text) {
    drl.append("// ").append(text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\\\]", " ")).append('\n');
  }
}
