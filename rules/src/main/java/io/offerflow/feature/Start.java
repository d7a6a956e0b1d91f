package io.offerflow.feature;

/** What a feature of new rules finds in states that the rules before have kept. */
public enum Start {
  /** All that it needs: it is right from the first decision on. */
  WHOLE,
  /** All, but for customers with so many events in the window that some were merged. */
  MERGED,
  /** Events of a shorter time than its window. */
  SHORT,
  /** Nothing, or not all that belongs into its window. */
  EMPTY
}
