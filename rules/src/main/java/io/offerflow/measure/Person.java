package io.offerflow.measure;

import io.offerflow.decision.SeenEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What measuring keeps of one customer: her contacts that may still come to something. */
final class Person {
  /** As many contacts as her state remembers. */
  static final int LIMIT = 512;

  /** Decisions that were made known before she has come to them, in order. */
  final List<Contacted> ahead = new ArrayList<>(2);

  /** Contacts, in order. */
  final List<Contacted> contacts = new ArrayList<>(2);

  /** What she was answered when somebody asked, of which nothing was presented yet; in order. */
  final List<Decided> answers = new ArrayList<>(0);

  /** By campaign; by the empty text, over all campaigns. */
  final Map<String, Membership> memberships = new HashMap<>(4);

  final SeenEvents seen = new SeenEvents();
  long now = Long.MIN_VALUE;
  long erasedAt = Long.MIN_VALUE;
  int messages;

  /** In which groups of a campaign she is, and whether she did what it is for. */
  static final class Membership {
    boolean contacted;
    boolean control;
    boolean heldOut;
    boolean success;
    String variant;
    boolean severalVariants;

    /** Her one arm, or null when she is in several, which tells nothing about either. */
    String arm() {
      if ((contacted ? 1 : 0) + (control ? 1 : 0) + (heldOut ? 1 : 0) != 1) {
        return null;
      }
      return contacted ? Decided.CONTACTED : control ? Decided.CONTROL : Decided.HOLD_OUT;
    }

    void add(Membership more) {
      contacted |= more.contacted;
      control |= more.control;
      heldOut |= more.heldOut;
      success |= more.success;
      addVariant(more.variant);
      severalVariants |= more.severalVariants;
    }

    void addVariant(String name) {
      if (name != null) {
        severalVariants |= variant != null && !variant.equals(name);
        variant = name;
      }
    }
  }

  Membership membership(String campaign) {
    return memberships.computeIfAbsent(campaign, unused -> new Membership());
  }

  /** False when that decision is known already: a topic may hold one twice. */
  boolean expect(Contacted contact) {
    String id = contact.decision.id();
    if (find(ahead, one -> one.decision.id().equals(id)) != null
        || find(contacts, one -> one.decision.id().equals(id)) != null) {
      return false;
    }
    insert(ahead, contact);
    return true;
  }

  private static void insert(List<Contacted> inOrder, Contacted contact) {
    int at = inOrder.size();
    while (at > 0 && inOrder.get(at - 1).time() > contact.time()) {
      at--;
    }
    inOrder.add(at, contact);
  }

  /** She has come to a contact. */
  void add(Contacted contact, long keepMillis) {
    now = Math.max(now, contact.time());
    contacts.removeIf(old -> old.time() < contact.time() - keepMillis);
    if (contacts.size() == LIMIT) {
      contacts.remove(0);
    }
    insert(contacts, contact);
  }

  /**
   * The contact that a response answers, or null: of that decision and that offer, of that
   * decision, or her latest with that offer.
   *
   * @param decision null where the response names the offer alone
   */
  Contacted answeredBy(String decision, String offer) {
    Contacted both = decision == null || offer == null ? null : find(decision, offer);
    if (both != null) {
      return both;
    }
    return decision != null
        ? find(contacts, one -> !one.isGhost() && one.decision.id().equals(decision))
        : find(contacts, one -> !one.isGhost() && one.decision.offer().equals(offer));
  }

  Contacted find(String decision, String offer) {
    return find(
        contacts,
        one ->
            !one.isGhost()
                && one.decision.id().equals(decision)
                && one.decision.offer().equals(offer));
  }

  private static Contacted find(List<Contacted> among, Predicate<Contacted> sought) {
    for (int i = among.size() - 1; i >= 0; i--) {
      if (sought.test(among.get(i))) {
        return among.get(i);
      }
    }
    return null;
  }

  /** She and another one turn out to be one customer. */
  void join(Person other) {
    contacts.addAll(other.contacts);
    contacts.sort(Comparator.comparingLong(Contacted::time));
    other.ahead.forEach(one -> insert(ahead, one));
    answers.addAll(other.answers);
    other.memberships.forEach((campaign, more) -> membership(campaign).add(more));
    now = Math.max(now, other.now);
    erasedAt = Math.max(erasedAt, other.erasedAt);
    messages += other.messages;
  }
}
