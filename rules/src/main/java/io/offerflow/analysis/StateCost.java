package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Ref;
import io.offerflow.content.Content;
import io.offerflow.feature.Feature;
import io.offerflow.feature.StateSize;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Estimates what the busiest customer costs; each of her events reads and writes all of it. */
final class StateCost {
  /** What may be kept of one kind of events, or for one campaign, in bytes. */
  static final int MOST_OF_ONE = 16_000;

  /** What may be kept of one customer, in bytes. */
  static final int MOST_OF_ALL = 64_000;

  private static final int OPEN_WAITS = 16;

  /** Campaign, matched value, times and the event's id. */
  private static final int WAIT = 60;

  private static final int VALUE = 14;

  private final Workspace workspace;
  private final Findings findings;

  StateCost(Workspace workspace, Findings findings) {
    this.workspace = workspace;
    this.findings = findings;
  }

  void check() {
    int all = 0;
    Feature costliest = null;
    int most = 0;
    for (StateSize.Cost cost : StateSize.of(workspace.features(), workspace.schema())) {
      all += cost.bytes();
      if (cost.bytes() > most) {
        most = cost.bytes();
        costliest = cost.features().get(0);
      }
      if (cost.bytes() > MOST_OF_ONE) {
        one(cost);
      }
    }
    for (Campaign campaign : workspace.campaigns()) {
      int bytes = waits(campaign);
      all += bytes;
      if (bytes > MOST_OF_ONE) {
        findings.warn(
            "its open waits take up to "
                + kilobytes(bytes)
                + " of a busy customer's state: name fewer fields of the first event",
            campaign.file(),
            "when");
      }
    }
    if (all > MOST_OF_ALL && costliest != null) {
      findings.warn(
          "features and waits take up to "
              + kilobytes(all)
              + " of a busy customer's state, which each of her events reads and writes; "
              + kilobytes(MOST_OF_ALL)
              + " is the most that is advisable: remove some, or let them share windows; this one"
              + " costs most",
          Findings.FEATURES,
          costliest.name());
    }
  }

  private void one(StateSize.Cost cost) {
    String names =
        cost.features().stream()
            .map(feature -> "`" + feature.name() + "`")
            .collect(Collectors.joining(", "));
    findings.warn(
        names
            + " take up to "
            + kilobytes(cost.bytes())
            + " of a busy customer's state; "
            + kilobytes(MOST_OF_ONE)
            + " is the most that is advisable: look at fewer different fields and lengths of"
            + " window",
        Findings.FEATURES,
        cost.features().get(0).name());
  }

  private static String kilobytes(int bytes) {
    return (bytes + 500) / 1000 + " KB";
  }

  private int waits(Campaign campaign) {
    boolean then = campaign.moment() instanceof Moment.Then;
    if (!then && !(campaign.moment() instanceof Moment.Without)) {
      return 0;
    }
    String match =
        campaign.moment() instanceof Moment.Then sequence
            ? sequence.match()
            : ((Moment.Without) campaign.moment()).match();
    int bytes = WAIT;
    for (String field : fields(campaign, then)) {
      bytes += field.length() + VALUE;
    }
    return match == null ? bytes : OPEN_WAITS * bytes;
  }

  /** Those of the first event that must be remembered. */
  private Set<String> fields(Campaign campaign, boolean then) {
    Set<Ref> refs = new HashSet<>();
    campaign.conditions().stream().map(Condition::refs).forEach(refs::addAll);
    campaign.context().forEach(weight -> refs.addAll(weight.condition().refs()));
    if (campaign.offer() != null) {
      addTexts(workspace.offers().get(campaign.offer()), refs);
    }
    campaign.variants().forEach(variant -> addTexts(variant.offer(), refs));
    return refs.stream()
        .map(ref -> fieldOfFirst(ref, then))
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private static void addTexts(Offer offer, Set<Ref> refs) {
    for (Map<String, Content> languages : offer.content().values()) {
      languages.values().stream()
          .flatMap(content -> content.parts().values().stream())
          .forEach(template -> refs.addAll(template.refs()));
    }
  }

  private static List<String> fieldOfFirst(Ref ref, boolean then) {
    if (then) {
      return ref instanceof Ref.First first ? List.of(first.field()) : List.of();
    }
    return ref instanceof Ref.Event event ? List.of(event.field()) : List.of();
  }
}
