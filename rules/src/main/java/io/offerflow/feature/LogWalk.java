package io.offerflow.feature;

/** Goes through the entries of a log, from the newest to the oldest. */
abstract class LogWalk {

  /** Goes to the next entry, at first to the newest; false where there is none. */
  abstract boolean next();

  /** Of the entry; of a merged one the time of its newest event. */
  abstract long time();

  /** Enters what the entry holds of the walk's column, or its events where it has none. */
  abstract void addTo(Tally tally);
}
