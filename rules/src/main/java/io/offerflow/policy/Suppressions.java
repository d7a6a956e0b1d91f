package io.offerflow.policy;

import io.offerflow.condition.Truth;
import io.offerflow.event.DurationText;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.Suppression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code suppress} of policy.yaml: silence after a response, and while a condition is true. */
final class Suppressions {
  private final List<Suppression> rules;
  private final Map<String, Long> lookBack = new HashMap<>();

  Suppressions(List<Suppression> rules) {
    this.rules = rules;
    for (Suppression rule : rules) {
      if (rule instanceof Suppression.After after) {
        lookBack.merge(after.kind(), after.forMillis(), Math::max);
      }
    }
  }

  /** Whether responses of that kind must be remembered. */
  boolean remembers(String kind) {
    return lookBack.containsKey(kind);
  }

  /** How long, in milliseconds. */
  long lookBack(String kind) {
    return lookBack.getOrDefault(kind, 0L);
  }

  Verdict.Block check(Subject subject, Offer offer, String contactClass) {
    Blocking blocking = new Blocking(Check.SUPPRESSED);
    for (Suppression rule : rules) {
      if (rule instanceof Suppression.After after) {
        long answered = subject.responses().latest(key -> matches(after, key, offer, contactClass));
        if (answered != Long.MIN_VALUE && answered + after.forMillis() > subject.now()) {
          blocking.until(answered + after.forMillis(), text(after, offer, contactClass));
        }
      } else if (rule instanceof Suppression.While during
          && (during.contactClass() == null || during.contactClass().equals(contactClass))
          && during.condition().test(subject.values()) == Truth.TRUE) {
        blocking.always("while " + during.condition().text());
      }
    }
    return blocking.verdict();
  }

  private static boolean matches(
      Suppression.After after, Responses.Key key, Offer offer, String contactClass) {
    return key.kind().equals(after.kind())
        && switch (after.of()) {
          case OFFER -> key.offer().equals(offer.id());
          case CATEGORY -> key.category().equals(offer.category());
          case CLASS -> key.contactClass().equals(contactClass);
        };
  }

  /** {@code declined category handset, for 90d}. */
  private static String text(Suppression.After after, Offer offer, String contactClass) {
    String what =
        switch (after.of()) {
          case OFFER -> "offer " + offer.id();
          case CATEGORY -> "category " + offer.category();
          case CLASS -> "class " + contactClass;
        };
    return after.kind() + " " + what + ", for " + DurationText.format(after.forMillis());
  }
}
