package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Subject;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Supplies;
import io.offerflow.stock.Supply;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import java.util.List;

/** Finds what a response answers, and what it changes of her contacts. */
final class Responding {
  private static final long PRESENTED_WITHIN = 24L * 60 * 60 * 1000;

  private final Bundle bundle;
  private final Grants grants;
  private final ModelUse model;
  private Contact answered;

  Responding(Bundle bundle, Grants grants, ModelUse model) {
    this.bundle = bundle;
    this.grants = grants;
    this.model = model;
  }

  /** The response with what it answers; null when that is none of her decisions. */
  Event answered(
      String customer,
      CustomerState state,
      Event response,
      CauseValues values,
      List<Reaction> reactions) {
    Contact contact = contactOf(state, response, values);
    answered = contact;
    if (contact == null || !bundle.policy().remembers(contact, state.now)) {
      return null;
    }
    String kind = response.fields().text("kind");
    model.answered(state, contact, kind);
    Contact used = contact;
    if (kind.equals("failed")) {
      contact.taken().giveBack(grants, contact.campaign(), contact.offer());
    } else if (kind.equals("accepted")) {
      used = accepted(state, contact);
    }
    Subject subject = state.subject(customer, values, Supply.PLENTY);
    bundle.policy().answer(subject, used, kind, response.time());
    reactions.add(Reaction.response(contact, kind));
    return response.withFields(response.fields().with(fieldsOf(contact)));
  }

  /** The contact that the last response answered. */
  Contact answered() {
    return answered;
  }

  /** The contact that a response is about; presenting an entry of an answer makes it one. */
  private Contact contactOf(CustomerState state, Event response, CauseValues values) {
    String decision = response.fields().text("decision");
    String offer = response.fields().text("offer");
    Contact contact = state.contacts().answeredBy(decision, offer);
    state.answers().dropUntil(state.now - PRESENTED_WITHIN);
    if (!response.fields().text("kind").equals("presented")) {
      return contact;
    }
    Contact given = state.answers().entry(decision, offer);
    boolean newer =
        contact != null && decision == null && given != null && contact.time() >= given.time();
    // Who presents the first entry twice does not present the second one.
    boolean again =
        contact != null
            && offer == null
            && given != null
            && contact.channel().equals(given.channel());
    if (given == null || newer || again) {
      return contact;
    }
    state.answers().remove(given);
    return present(state, given, values);
  }

  /** It stands even if what it uses is gone by now (contract 7). */
  private Contact present(CustomerState state, Contact given, CauseValues values) {
    int place = bundle.moments().place(given.campaign());
    Offer offer = bundle.workspace().offers().get(given.offer());
    Taken taken = Taken.NOTHING;
    if (place >= 0 && offer != null) {
      Campaign campaign = bundle.workspace().campaigns().get(place);
      Supplies supplies = new Supplies(bundle.quotas(), grants, given.decision(), Taken.NOTHING);
      Supply supply = supplies.of(campaign, offer);
      boolean left = supply.lackingStock() == null && supply.lackingLimit() == null;
      taken = left ? supplies.take(campaign, offer) : Taken.NOTHING;
    }
    Contact contact = given.presented(state.now, taken);
    bundle.policy().forget(state.contacts(), state.responses(), state.now);
    state.contacts().add(contact);
    model.contacted(state, contact, offer, values);
    return contact;
  }

  /** Where acceptances are counted, the first one of a contact uses a unit. */
  private Contact accepted(CustomerState state, Contact contact) {
    Taken taken = bundle.quotas().accept(grants, contact.offer(), contact.taken());
    Contact taking = contact.taking(taken);
    state.contacts().replace(contact, taking);
    return taking;
  }

  /** What a response or an {@code offered} event says of a contact, beside its decision. */
  static Fields fieldsOf(Contact contact) {
    Fields.Builder fields =
        new Fields.Builder()
            .put("offer", contact.offer())
            .put("campaign", contact.campaign())
            .put("channel", contact.channel())
            .put("class", contact.contactClass());
    return contact.category() == null
        ? fields.build()
        : fields.put("category", contact.category()).build();
  }
}
