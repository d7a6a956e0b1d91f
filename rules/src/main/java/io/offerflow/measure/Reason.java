package io.offerflow.measure;

import io.offerflow.decision.Result;

/**
 * Why, and how often, a campaign's moment came to what it came to.
 *
 * @param detail the rule or the condition; null for all of that result together
 */
public record Reason(String campaign, Result result, String detail, long count) {
  /** Stands for the details that are too many to tell apart. */
  static final String OTHERS = "(others)";
}
