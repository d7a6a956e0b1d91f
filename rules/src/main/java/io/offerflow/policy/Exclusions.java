package io.offerflow.policy;

import io.offerflow.event.DurationText;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.Apart;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What an offer does not go together with, and what it needs: its own keys, and {@code apart}. */
final class Exclusions {
  private final List<Apart> apart;

  Exclusions(List<Apart> apart) {
    this.apart = apart;
  }

  Verdict.Block check(Subject subject, Offer offer) {
    Blocking blocking = new Blocking(Check.EXCLUDED);
    for (String excluded : offer.excludes()) {
      excludes(subject, excluded, blocking);
    }
    for (String required : offer.requires()) {
      if (!subject.owns(required)) {
        blocking.always("requires " + required + ", which she does not own");
      }
    }
    for (Apart rule : apart) {
      if (rule.offers().contains(offer.id())) {
        apart(subject, offer, rule, blocking);
      }
    }
    return blocking.verdict();
  }

  /**
   * What one more contact now would be too near to, or open beside, of those that a former run made
   * later, by other rules; null for nothing.
   *
   * @param offers the catalogue, by name
   */
  Verdict.Block brokenLater(Contacts contacts, Offer offer, long now, Map<String, Offer> offers) {
    for (int i = contacts.size() - 1; i >= 0 && !contacts.get(i).isBy(now); i--) {
      Contact later = contacts.get(i);
      Offer other = later.failed() ? null : offers.get(later.offer());
      if (other == null) {
        continue;
      }
      long apart = later.time() - now;
      if (apart < offer.expiresMillis() && other.excludes().contains(offer.id())) {
        return broken(other.id() + " was offered since and excludes it");
      }
      for (Apart rule : this.apart) {
        boolean both = rule.offers().contains(offer.id()) && rule.offers().contains(other.id());
        if (both && !other.id().equals(offer.id()) && apart < rule.forMillis()) {
          return broken(DurationText.format(rule.forMillis()) + " apart from " + other.id());
        }
      }
    }
    return null;
  }

  private static Verdict.Block broken(String detail) {
    return new Verdict.Block(Check.EXCLUDED, detail, null);
  }

  private static void excludes(Subject subject, String excluded, Blocking blocking) {
    if (subject.owns(excluded)) {
      blocking.always("owns " + excluded);
    }
    long open = Long.MIN_VALUE;
    for (int i = 0; i < subject.contacts().size(); i++) {
      Contact contact = subject.contacts().get(i);
      if (contact.offer().equals(excluded) && contact.isOpen(subject.now())) {
        open = Math.max(open, contact.expires());
      }
    }
    if (open != Long.MIN_VALUE) {
      blocking.until(open, excluded + " is offered and open");
    }
  }

  private static void apart(Subject subject, Offer offer, Apart rule, Blocking blocking) {
    Predicate<Contact> other =
        contact ->
            contact.isBy(subject.now())
                && !contact.failed()
                && !contact.offer().equals(offer.id())
                && rule.offers().contains(contact.offer());
    for (int i = subject.contacts().size() - 1; i >= 0; i--) {
      Contact contact = subject.contacts().get(i);
      long free = contact.time() + rule.forMillis();
      if (free <= subject.now()) {
        return;
      }
      if (other.test(contact)) {
        String length = DurationText.format(rule.forMillis());
        blocking.until(free, length + " apart from " + contact.offer());
        return;
      }
    }
  }
}
