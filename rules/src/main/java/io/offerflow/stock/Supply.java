package io.offerflow.stock;

/** What one campaign's contact would find of what is bounded. */
@FunctionalInterface
public interface Supply {
  /** Nothing that it needs is bounded. */
  Supply PLENTY = limits -> null;

  /**
   * What there is not enough of, as a decision record says it; null when there is enough.
   *
   * @param limits whether the campaign's total and budget are meant, or else the offer's stock
   */
  String lacking(boolean limits);

  /** What is said when the offer is out of stock, or null. */
  default String lackingStock() {
    return lacking(false);
  }

  /** What is said when the campaign's total or budget is used up, or null. */
  default String lackingLimit() {
    return lacking(true);
  }
}
