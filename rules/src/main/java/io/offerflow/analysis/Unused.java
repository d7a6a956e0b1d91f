package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Ref;
import io.offerflow.feature.Feature;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds features that nobody asks for, offers that go nowhere, and context nobody learns by. */
final class Unused {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_]+");

  private final Workspace workspace;
  private final Findings findings;

  Unused(Workspace workspace, Findings findings) {
    this.workspace = workspace;
    this.findings = findings;
  }

  void check() {
    features();
    offers();
    context();
  }

  /** What anything but a comment mentions is taken for used. */
  private void features() {
    Set<String> words = new HashSet<>();
    for (String file : findings.speaking()) {
      for (String text : findings.texts(file)) {
        BETWEEN_WORDS.splitAsStream(text).forEach(words::add);
      }
    }
    for (Campaign campaign : workspace.campaigns()) {
      campaign.conditions().forEach(condition -> add(condition, words));
      campaign.context().forEach(weight -> add(weight.condition(), words));
      if (campaign.moment() instanceof Moment.Cross cross) {
        words.add(cross.subject().text());
      }
    }
    for (Feature feature : workspace.features()) {
      if (!words.contains(feature.name())) {
        findings.warn(
            "nobody uses `"
                + feature.name()
                + "`, but it is kept for every customer: remove it, or use it in a condition or"
                + " text",
            Findings.FEATURES,
            feature.name());
      }
    }
  }

  private static void add(Condition condition, Set<String> words) {
    for (Ref ref : condition.refs()) {
      words.add(ref.text());
    }
  }

  private void offers() {
    Set<String> mentioned = new HashSet<>();
    for (String file : findings.speaking()) {
      if (!file.equals(Findings.OFFERS) && !file.equals(Findings.POLICY)) {
        mentioned.addAll(findings.texts(file));
      }
    }
    Map<String, Set<String>> channels = new HashMap<>();
    Set<String> carried = new HashSet<>();
    for (Campaign campaign : workspace.campaigns()) {
      Offer offer = campaign.tags() ? null : workspace.offers().get(campaign.offer());
      if (offer != null) {
        add(offer, campaign.channels(), channels, carried);
      }
      campaign
          .variants()
          .forEach(variant -> add(variant.offer(), variant.channels(), channels, carried));
    }
    for (Offer offer : workspace.offers().values()) {
      Set<String> asked = channels.get(offer.id());
      if (asked == null && !mentioned.contains(offer.id())) {
        findings.warn(
            "no campaign offers `" + offer.id() + "`: write one, or remove the offer",
            Findings.OFFERS,
            offer.id());
      } else if (asked != null && !carried.contains(offer.id())) {
        findings.warn(
            "no channel can carry `"
                + offer.id()
                + "`: its campaigns go out on "
                + String.join(", ", asked)
                + ", for which it has no content; write one, or change the channels",
            Findings.OFFERS,
            offer.id());
      }
    }
  }

  private void context() {
    for (Offer offer : workspace.offers().values()) {
      if (!offer.learnBy().isEmpty() && workspace.policy().learning() == null) {
        findings.warn(
            "nothing is learned, so `learn by` of `"
                + offer.id()
                + "` is of no use: write `learning: {}` into policy.yaml, or remove it",
            Findings.OFFERS,
            offer.id(),
            "learn by");
      }
    }
  }

  private static void add(
      Offer offer, List<String> used, Map<String, Set<String>> channels, Set<String> carried) {
    channels.computeIfAbsent(offer.id(), id -> new TreeSet<>()).addAll(used);
    if (used.stream().anyMatch(offer.content()::containsKey)) {
      carried.add(offer.id());
    }
  }
}
