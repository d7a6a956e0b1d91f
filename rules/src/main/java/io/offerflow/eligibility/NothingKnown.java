package io.offerflow.eligibility;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/** A customer of whom nothing is known: all is missing, but for the sets that never are. */
final class NothingKnown implements Values {
  static final Values VALUES = new NothingKnown();

  private NothingKnown() {}

  @Override
  public Object get(Ref ref) {
    boolean set =
        ref == Ref.Ambient.TAGS
            || ref == Ref.Ambient.ZONES
            || ref instanceof Ref.Customer customer && customer.attribute().equals("products");
    return set ? Set.of() : null;
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }
}
