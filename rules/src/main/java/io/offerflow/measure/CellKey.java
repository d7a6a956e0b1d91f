package io.offerflow.measure;

/** What contacts that are counted together have in common. */
record CellKey(String campaign, String offer, String channel, String variant, String arm) {
  boolean isContacted() {
    return arm.equals(Decided.CONTACTED);
  }
}
