package io.offerflow.moment;

import io.offerflow.condition.Ref;

/** The numbers of a customer that campaigns wait for, as they are when somebody asks. */
@FunctionalInterface
public interface Numbers {
  /**
   * Of type {@link java.math.BigDecimal}, or null when it is missing.
   *
   * @param subject a feature or an attribute
   * @param feature its number in the bundle; -1 of an attribute
   */
  Object get(Ref subject, int feature);
}
