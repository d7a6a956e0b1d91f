package io.offerflow.moment;

import io.offerflow.condition.Ref;
import io.offerflow.content.Content;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of its events a campaign may ask for after the cause they belong to: the fields that its
 * conditions and texts name.
 */
record Remembered(Set<String> ofEvent, Set<String> ofFirst) {

  static Remembered of(Campaign campaign, Workspace workspace) {
    Set<String> ofEvent = new HashSet<>();
    Set<String> ofFirst = new HashSet<>();
    if (campaign.moment() instanceof Moment.OnEvent on && on.trigger().where() != null) {
      add(on.trigger().where().refs(), ofEvent, ofFirst);
    }
    campaign.conditions().forEach(condition -> add(condition.refs(), ofEvent, ofFirst));
    campaign.context().forEach(weight -> add(weight.condition().refs(), ofEvent, ofFirst));
    Offer offer = campaign.tags() ? null : workspace.offers().get(campaign.offer());
    if (offer != null) {
      texts(offer, campaign.channels(), ofEvent, ofFirst);
    }
    for (Campaign.Variant variant : campaign.variants()) {
      texts(variant.offer(), variant.channels(), ofEvent, ofFirst);
    }
    return new Remembered(Set.copyOf(ofEvent), Set.copyOf(ofFirst));
  }

  private static void texts(
      Offer offer, List<String> channels, Set<String> ofEvent, Set<String> ofFirst) {
    for (String channel : channels) {
      for (Content content : offer.content().getOrDefault(channel, Map.of()).values()) {
        content.parts().values().forEach(text -> add(text.refs(), ofEvent, ofFirst));
      }
    }
  }

  private static void add(Collection<Ref> refs, Set<String> ofEvent, Set<String> ofFirst) {
    for (Ref ref : refs) {
      if (ref instanceof Ref.Event event) {
        ofEvent.add(event.field());
      } else if (ref instanceof Ref.Bare bare) {
        ofEvent.add(bare.field());
      } else if (ref instanceof Ref.First first) {
        ofFirst.add(first.field());
      }
    }
  }

  Occurrence of(Occurrence occurrence) {
    return new Occurrence(
        occurrence.campaign(),
        trimmed(occurrence.event(), ofEvent),
        trimmed(occurrence.first(), ofFirst),
        occurrence.zone(),
        occurrence.time());
  }

  private static Event trimmed(Event event, Set<String> needed) {
    if (event == null) {
      return null;
    }
    Fields kept = event.fields().only(needed);
    return Event.of(event.type(), event.id(), event.customer(), event.time(), kept);
  }
}
