package io.offerflow.replay;

import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.workspace.Offer;
import java.util.HashMap;
import java.util.Map;

/** What her responses answer: the core adds it to them before a {@code where} sees them. */
final class Answers {
  private final Map<String, Offer> offers;
  private final Map<String, Fields> byDecision = new HashMap<>();
  private final Map<String, Fields> byOffer = new HashMap<>();

  Answers(Map<String, Offer> offers) {
    this.offers = offers;
  }

  void remember(Decision decision) {
    Decision.Choice choice = decision.choice();
    if (decision.outcome() != Decision.Kind.OFFERED || choice == null) {
      return;
    }
    Fields.Builder fields =
        new Fields.Builder()
            .put("decision", decision.id())
            .put("offer", choice.offer())
            .put("campaign", choice.campaign())
            .put("channel", choice.channel())
            .put("class", choice.contactClass());
    String category = offers.get(choice.offer()).category();
    if (category != null) {
      fields.put("category", category);
    }
    byDecision.put(decision.id(), fields.build());
    byOffer.put(choice.offer(), fields.build());
  }

  /** A response with what it answers; every other event as it is. */
  Event whole(Event event) {
    if (!event.type().equals("response")) {
      return event;
    }
    String decision = event.fields().text("decision");
    Fields answered =
        decision != null ? byDecision.get(decision) : byOffer.get(event.fields().text("offer"));
    return answered == null ? event : event.withFields(event.fields().with(answered));
  }
}
