package io.offerflow.condition;

import java.time.ZoneId;

/** The values that a condition or a text may ask for, at one moment of one customer. */
public interface Values {

  /**
   * The value, in the form that {@link io.offerflow.event.ValueType} says, or null where it is
   * missing. {@code tags}, {@code zones} and {@code customer.products} are never missing, at most
   * empty.
   */
  Object get(Ref ref);

  /** The customer's time zone, in which local days are counted. */
  ZoneId zone();
}
