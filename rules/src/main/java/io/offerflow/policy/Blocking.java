package io.offerflow.policy;

/** The rules of one check that block now. */
final class Blocking {
  private static final long NEVER = Long.MAX_VALUE;

  private final Check check;
  private String first;
  private long free = Long.MIN_VALUE;

  Blocking(Check check) {
    this.check = check;
  }

  /** One that ends by time. */
  void until(long epochMillis, String detail) {
    first = first == null ? detail : first;
    free = Math.max(free, epochMillis);
  }

  /** One that time does not end. */
  void always(String detail) {
    until(NEVER, detail);
  }

  /** The detail of the first one, free when the last one ends; null when none blocks. */
  Verdict.Block verdict() {
    return first == null ? null : new Verdict.Block(check, first, free == NEVER ? null : free);
  }
}
