package io.offerflow.decision;

import io.offerflow.policy.Contact;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.ContactClass;
import java.util.List;

/** Contacts that a former run of the job made after the state was saved (contract 4.4). */
final class TakingOver {
  private final Bundle bundle;
  private final Grants grants;

  TakingOver(Bundle bundle, Grants grants) {
    this.bundle = bundle;
    this.grants = grants;
  }

  void take(CustomerState state, List<Contact> contacts) {
    for (Contact contact : contacts) {
      boolean erased = contact.time() <= state.erasedAt;
      if (!erased && !state.hasContactOf(contact.decision())) {
        Taken taken =
            contact.control()
                ? Taken.NOTHING
                : bundle.quotas().take(grants, contact.campaign(), contact.offer());
        state.contacts().add(whole(contact).taking(taken));
      }
    }
  }

  /** With what a push or a record does not say, but the rules. */
  private Contact whole(Contact contact) {
    Offer offer = bundle.workspace().offers().get(contact.offer());
    String name = contact.contactClass();
    if (name == null) {
      int place = bundle.moments().place(contact.campaign());
      name = place < 0 ? "" : bundle.workspace().campaigns().get(place).contactClass();
    }
    ContactClass known = bundle.workspace().policy().classes().get(name);
    return contact.of(
        name,
        offer == null ? contact.category() : offer.category(),
        known == null ? contact.counts() : known.counts(),
        offer == null ? contact.expires() : contact.time() + offer.expiresMillis());
  }
}
