package io.offerflow.policy;

/** The checks on one channel, in the order in which they are made (contract 4.5). */
public enum Check {
  UNREACHABLE,
  CONTENT,
  CONSENT,
  SUPPRESSED,
  EXCLUDED,
  STOCK,
  LIMIT,
  CAP,
  QUIET
}
