package io.offerflow.analysis;

/**
 * Which values something can have, as far as that is known. Sets of different kinds are never
 * joined: what a condition compares has one type.
 */
sealed interface Domain permits Numbers, Texts, Flags {

  /** What is in both; may be too much where that cannot be told, never too little. */
  Domain and(Domain other);

  /** Whether certainly nothing is in it. */
  boolean isEmpty();
}
