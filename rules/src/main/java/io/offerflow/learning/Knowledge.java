package io.offerflow.learning;

/** What is known of all arms when a decision is made: an input of the core. */
public interface Knowledge {

  /** Which knowledge it is: a number, and a hash over all that is known. */
  String version();

  /** The time of the latest lesson, epoch milliseconds; Long.MIN_VALUE before the first. */
  long asOf();

  /** What that decision is told; the same for all, unless somebody listens. */
  default Knowledge to(String decision) {
    return this;
  }

  /** {@link Counts#NONE} where nothing was seen. */
  Counts of(Arm arm);
}
