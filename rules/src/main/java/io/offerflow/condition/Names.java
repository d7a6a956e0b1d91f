package io.offerflow.condition;

import io.offerflow.event.ValueType;
import java.util.Collection;

/** The names that may be used at one place of a workspace, with their types. */
public interface Names {

  /** A known name. */
  record Known(Ref ref, ValueType type, boolean pii) {}

  /**
   * What that word stands for: {@code customer.tier}, {@code event.amount}, {@code spend_30d}; or
   * null when it is not known here.
   */
  Known find(String name);

  /** All names known here, to offer the nearest one to somebody who mistyped. */
  Collection<String> all();
}
