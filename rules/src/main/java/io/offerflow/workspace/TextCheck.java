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
  static List<String> unfilled(Template template, Moment moment, EventType event, Offer offer) {
    List<String> names = new ArrayList<>();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Placeholder placeholder
          && placeholder.otherwise() == null
          && !canBeFilled(placeholder.ref(), moment, event, offer)) {
        names.add(placeholder.ref().text());
      }
    }
    return names;
  }

  private static boolean canBeFilled(Ref ref, Moment moment, EventType event, Offer offer) {
    if (ref instanceof Ref.Event named) {
      return event != null
          && (event.fields().containsKey(named.field())
              || List.of("id", "type", "time").contains(named.field()));
    }
    if (ref instanceof Ref.Offer property) {
      return offer.property(property.property()) != null;
    }
    if (ref instanceof Ref.Zone) {
      return moment instanceof Moment.Enter || moment instanceof Moment.Leave;
    }
    return !(ref instanceof Ref.First);
  }
}
