package io.offerflow.workspace;

import io.offerflow.condition.Ref;
import io.offerflow.content.Template;
import io.offerflow.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** Which placeholders of a text a campaign can never fill. */
final class TextCheck {
  private TextCheck() {}

  /** Their names, without those that have a default. */
  static List<String> unfilled(Template template, MomentReader.Read when, Offer offer) {
    List<String> names = new ArrayList<>();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Placeholder placeholder
          && placeholder.otherwise() == null
          && !canBeFilled(placeholder.ref(), when, offer)) {
        names.add(placeholder.ref().text());
      }
    }
    return names;
  }

  private static boolean canBeFilled(Ref ref, MomentReader.Read when, Offer offer) {
    if (ref instanceof Ref.Event named) {
      return carries(when.event(), named.field());
    }
    if (ref instanceof Ref.First named) {
      return carries(when.first(), named.field());
    }
    if (ref instanceof Ref.Offer property) {
      return offer.property(property.property()) != null;
    }
    if (ref instanceof Ref.Zone) {
      return when.moment() instanceof Moment.Enter
          || when.moment() instanceof Moment.Leave
          || when.moment() instanceof Moment.Stay;
    }
    return true;
  }

  private static boolean carries(EventType event, String field) {
    return event != null
        && (event.fields().containsKey(field) || List.of("id", "type", "time").contains(field));
  }
}
