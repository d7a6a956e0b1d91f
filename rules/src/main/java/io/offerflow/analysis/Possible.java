package io.offerflow.analysis;

/**
 * What something can be.
 *
 * @param missing whether it can be missing
 * @param known which values it can have when it is not
 */
record Possible(boolean missing, Domain known) {

  Possible and(Possible other) {
    return new Possible(missing && other.missing, known.and(other.known));
  }

  boolean isImpossible() {
    return !missing && known.isEmpty();
  }
}
