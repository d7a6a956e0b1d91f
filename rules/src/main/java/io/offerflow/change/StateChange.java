package io.offerflow.change;

import io.offerflow.event.DurationText;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.Start;
import io.offerflow.feature.Window;
import io.offerflow.stock.Quotas;
import io.offerflow.stock.Resource;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.Zone;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of what is kept of customers, and over all of them, under other rules. */
final class StateChange {
  private final Workspace before;
  private final Workspace after;

  /** What features are filled from; null where they are not. */
  private final String filled;

  private final Map<String, Campaign> oldCampaigns;
  private final Map<String, Campaign> newCampaigns;
  private final List<String> sentences = new ArrayList<>();

  private StateChange(Workspace before, Workspace after, String filled) {
    this.filled = filled;
    this.before = before;
    this.after = after;
    this.oldCampaigns = Change.byName(before.campaigns(), Campaign::id);
    this.newCampaigns = Change.byName(after.campaigns(), Campaign::id);
  }

  static List<String> between(Workspace before, Workspace after, String filled) {
    StateChange change = new StateChange(before, after, filled);
    change.attributes();
    change.features();
    change.campaigns();
    change.tags();
    change.zones();
    change.counters();
    change.groups();
    return change.sentences;
  }

  /** A value is read by the type of today: one of another type is as if it were not known. */
  private void attributes() {
    after
        .schema()
        .customer()
        .forEach(
            (name, field) -> {
              Field then = before.schema().customer().get(name);
              if (then != null && !isReadAs(field.type(), then.type())) {
                sentences.add(
                    "attribute " + name + " is missing for everybody until it is set anew");
              }
            });
  }

  private static boolean isReadAs(ValueType now, ValueType then) {
    return now == then || now.isNumeric() && then.isNumeric();
  }

  private void features() {
    FeatureSet kept = new FeatureSet(before.features());
    FeatureSet wanted = new FeatureSet(after.features());
    for (int i = 0; i < wanted.size(); i++) {
      Feature feature = wanted.feature(i);
      Start start = wanted.start(i, kept);
      if (start != Start.WHOLE) {
        sentences.add("feature " + feature.name() + " " + beginning(feature, start));
      }
    }
  }

  private String beginning(Feature feature, Start start) {
    if (filled != null && feature.isOfInput()) {
      return "is filled from " + filled;
    }
    String right = whole(feature.window());
    String empty =
        filled == null
            ? "starts empty: "
            : "starts empty, since Offerflow's own events are not filled in: ";
    return switch (start) {
      case SHORT -> "starts with what is kept of a shorter time: " + right;
      case MERGED -> "starts empty for customers with many events: " + right;
      default -> empty + right;
    };
  }

  private static String whole(Window window) {
    if (window instanceof Window.Rolling rolling) {
      return "right in " + DurationText.format(rolling.lengthMillis());
    }
    return window instanceof Window.Calendar calendar
        ? "right from the next " + calendar.unit().name().toLowerCase(Locale.ROOT) + " on"
        : "it counts from now on";
  }

  private void campaigns() {
    oldCampaigns.forEach(
        (id, campaign) -> {
          Campaign now = newCampaigns.get(id);
          boolean sameMoment = now != null && Alike.same(campaign.moment(), now.moment());
          if (waits(campaign.moment()) && !sameMoment) {
            sentences.add("open waits of campaign " + id + " are let go");
          }
          if (now == null && campaign.offer() != null) {
            sentences.add("what is held for campaign " + id + " is let go");
          }
        });
    newCampaigns.forEach(
        (id, campaign) -> {
          Campaign then = oldCampaigns.get(id);
          boolean isNew = then == null || !Alike.same(then.moment(), campaign.moment());
          if (isNew && looksForDays(campaign.moment())) {
            sentences.add("campaign " + id + " looks for its day of every customer, within 24h");
          }
        });
  }

  private static boolean waits(Moment moment) {
    return moment instanceof Moment.Then || moment instanceof Moment.Without;
  }

  private static boolean looksForDays(Moment moment) {
    return moment instanceof Moment.Date || moment instanceof Moment.Yearly;
  }

  private void tags() {
    Set<String> orphans = set(before);
    orphans.removeAll(set(after));
    for (String tag : orphans) {
      sentences.add(
          "tag " + tag + " is set by no campaign any more; who has it keeps it to its end");
    }
  }

  private static Set<String> set(Workspace workspace) {
    Set<String> tags = new TreeSet<>();
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.tags()) {
        tags.addAll(campaign.tagging().lifetimes().keySet());
      }
    }
    return tags;
  }

  private void zones() {
    Set<String> names = Change.byName(after.zones(), Zone::name).keySet();
    for (Zone zone : before.zones()) {
      if (!names.contains(zone.name())) {
        sentences.add("visits of zone " + zone.name() + " end without a moment");
      }
    }
  }

  /** Nobody counted what was not bounded. */
  private void counters() {
    Set<Resource> counted = new Quotas(before).sizes().keySet();
    for (Resource resource : new Quotas(after).sizes().keySet()) {
      boolean known =
          switch (resource.kind()) {
            case STOCK, ACCEPTED -> before.offers().containsKey(resource.id());
            case TOTAL, BUDGET -> oldCampaigns.containsKey(resource.id());
          };
      if (known && !counted.contains(resource)) {
        sentences.add(word(resource) + " counts from now on, and nothing of what went out before");
      }
    }
  }

  private static String word(Resource resource) {
    return switch (resource.kind()) {
      case STOCK -> "the stock of offer " + resource.id();
      case ACCEPTED -> "the stock of offer " + resource.id() + ", by acceptances,";
      case TOTAL -> "the total of campaign " + resource.id();
      case BUDGET -> "the budget of campaign " + resource.id();
    };
  }

  /** Who is in which group, and what was learned of whom. */
  private void groups() {
    boolean renamed = !before.settings().name().equals(after.settings().name());
    BigDecimal share = after.policy().controlGroup();
    if (renamed && share.signum() > 0) {
      sentences.add("the workspace has another name: the control group is made of other customers");
    }
    for (Offer offer : after.offers().values()) {
      Offer then = before.offers().get(offer.id());
      boolean learns = after.policy().learning() != null && before.policy().learning() != null;
      if (learns && then != null && !then.learnBy().equals(offer.learnBy())) {
        sentences.add("offer " + offer.id() + " learns anew, by other attributes");
      }
    }
  }
}
