package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that ever happened to one customer, in plain lists, and what holds of it. The slow
 * reference of the contract for {@link ReferencePolicy}.
 */
final class ReferenceHistory {
  /** What she said of a channel. */
  record Said(String channel, String purpose, boolean granted, long time) {}

  record Answer(String kind, long time, long handledAt) {}

  /** A decision that counts as a contact. */
  record Sent(
      String decision,
      String campaign,
      Offer offer,
      String channel,
      ContactClass contactClass,
      long time,
      boolean control,
      List<Answer> answers) {
    long expires() {
      return time + offer.expiresMillis();
    }
  }

  private final Workspace workspace;
  private final Policy policy;
  private ZoneId zone;
  private final Map<String, Object> attributes = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  ReferenceHistory(Workspace workspace) {
    this.workspace = workspace;
    this.policy = workspace.policy();
    this.zone = workspace.settings().timezone();
  }

  // What happens.

  /** Whether it changed anything; a response that matches nothing does not. */
  boolean happened(Event event, long now) {
    switch (event.type()) {
      case "profile" -> {
        event.change().unset().forEach(attributes::remove);
        attributes.putAll(event.change().set());
        String hers = (String) attributes.get("timezone");
        zone = hers == null ? workspace.settings().timezone() : ZoneId.of(hers);
      }
      case "consent" ->
          said.add(
              new Said(
                  event.fields().text("channel"),
                  event.fields().text("purpose"),
                  (Boolean) event.fields().get("granted"),
                  event.time()));
      case "response" -> {
        return responded(event, now);
      }
      default -> {
        // It is a moment and no more.
      }
    }
    return true;
  }

  /** Everything is deleted but her refusals in force. */
  void erased() {
    List<Said> refusals = new ArrayList<>();
    for (Said one : said) {
      if (!one.granted() && !lifted(one)) {
        refusals.add(one);
      }
    }
    said.clear();
    said.addAll(refusals);
    attributes.clear();
    sent.clear();
    zone = workspace.settings().timezone();
  }

  /** Whether she has granted later what she refused there: the same purpose, or all. */
  private boolean lifted(Said refusal) {
    for (Said one : said) {
      boolean covers =
          one.channel().equals(refusal.channel())
              && (one.purpose() == null || one.purpose().equals(refusal.purpose()));
      if (covers && one.granted() && one.time() > refusal.time()) {
        return true;
      }
    }
    return false;
  }

  private boolean responded(Event event, long now) {
    String decision = event.fields().text("decision");
    String offer = event.fields().text("offer");
    Sent answered = null;
    for (Sent one : sent) {
      boolean meant =
          decision != null ? one.decision().equals(decision) : one.offer().id().equals(offer);
      if (meant && !one.control() && (answered == null || one.time() >= answered.time())) {
        answered = one;
      }
    }
    if (answered == null) {
      return false;
    }
    String kind = event.fields().text("kind");
    answered.answers().add(new Answer(kind, event.time(), now));
    if (kind.equals("unsubscribed")) {
      String purpose = answered.contactClass().purpose();
      said.add(new Said(answered.channel(), purpose, false, event.time()));
    }
    return true;
  }

  void decided(Decision decision, Offer offer, ContactClass contactClass) {
    sent.add(
        new Sent(
            decision.id(),
            decision.choice().campaign(),
            offer,
            decision.choice().channel(),
            contactClass,
            decision.time(),
            decision.outcome() == Decision.Kind.CONTROL,
            new ArrayList<>()));
  }

  /** All instants after that one at which a rule of so many milliseconds may end. */
  List<Long> edges(long now, long... lengths) {
    List<Long> edges = new ArrayList<>();
    for (Sent one : sent) {
      for (long length : lengths) {
        edges.add(one.time() + length);
        one.answers().forEach(answer -> edges.add(answer.time() + length));
      }
    }
    edges.removeIf(edge -> edge < now);
    return edges;
  }

  // What holds.

  /** All decisions that count as contacts, undone ones too. */
  List<Sent> sent() {
    return sent;
  }

  /** Null where it is missing. */
  Object attribute(String name) {
    return attributes.get(name);
  }

  ZoneId zone() {
    return zone;
  }

  boolean undone(Sent one, long now) {
    boolean failed = one.answers().stream().anyMatch(answer -> answer.kind().equals("failed"));
    boolean confirmed =
        one.answers().stream()
            .anyMatch(
                answer -> !answer.kind().equals("failed") && answer.handledAt() <= one.expires());
    boolean refunds = policy.refund() == Policy.Refund.FAILED_OR_UNCONFIRMED && !one.control();
    return failed || (refunds && !confirmed && now >= one.expires());
  }

  boolean open(Sent one, long now) {
    boolean declined = one.answers().stream().anyMatch(answer -> answer.kind().equals("declined"));
    return !undone(one, now) && !declined && now < one.expires();
  }

  boolean owns(String product) {
    return ((Collection<?>) attributes.getOrDefault("products", Set.of())).contains(product);
  }

  LocalDateTime clock(long instant) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(instant), zone);
  }

  boolean consents(String channel, String purpose) {
    Said latest = null;
    for (Said one : said) {
      boolean about =
          one.channel().equals(channel) && (one.purpose() == null || one.purpose().equals(purpose));
      if (about
          && (latest == null
              || one.time() > latest.time()
              || (one.time() == latest.time() && !one.granted()))) {
        latest = one;
      }
    }
    return latest == null ? !policy.optIn().getOrDefault(channel, true) : latest.granted();
  }
}
