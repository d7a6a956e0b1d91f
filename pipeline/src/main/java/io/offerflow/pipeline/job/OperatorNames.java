package io.offerflow.pipeline.job;

/**
 * What the job's operators are called. A uid finds an operator's state in a checkpoint again: it
 * must not change while states are to be kept. Uid and name are the same word.
 */
final class OperatorNames {
  static final String DECIDE = "decide";
  static final String DECISIONS = "offers-and-decisions";
  static final String LEARN = "learn";
  static final String MODELS = "models";
  static final String DEAD_LETTERS = "dead-letters";

  private OperatorNames() {}

  static String source(String inlet) {
    return "read-" + inlet;
  }

  static String sort(String inlet) {
    return "sort-" + inlet;
  }

  static String putAside(String inlet) {
    return "put-aside-" + inlet;
  }
}
