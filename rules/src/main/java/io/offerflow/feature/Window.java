package io.offerflow.feature;

/** The span of time that a feature, a cap or a limit looks at. */
public sealed interface Window {

  /** {@code last: 30d}: the rolling window {@code (now - length, now]}. */
  record Rolling(long lengthMillis) implements Window {}

  /** {@code since: day}: from the local beginning of the day, week or month up to now. */
  record Calendar(Unit unit) implements Window {}

  /** Everything since the customer became known. */
  record Life() implements Window {}

  /** Calendar units; weeks begin on Monday. */
  enum Unit {
    DAY,
    WEEK,
    MONTH
  }
}
