package io.offerflow.feature;

import java.util.Locale;

/** How a feature sums up the events of its window. */
public enum Aggregate {
  COUNT,
  SUM,
  MIN,
  MAX,
  AVERAGE,
  DISTINCT,
  LATEST,
  FIRST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
