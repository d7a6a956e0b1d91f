package io.offerflow.decision;

import java.util.Locale;

/**
 * What became of a campaign whose moment occurred: the first that applies. The order of the checks
 * on a channel is the order in which they are listed here.
 */
public enum Result {
  INACTIVE,
  LATE,
  MISSING,
  CONDITION,
  UNREACHABLE,
  CONTENT,
  CONSENT,
  SUPPRESSED,
  EXCLUDED,
  STOCK,
  LIMIT,
  CAP,
  QUIET,
  WON,
  OUTRANKED,
  TAGGED,
  CONTROL;

  /** As it stands in decision records. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
