package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.Fingerprint;
import io.offerflow.condition.Condition;

/**
 * The plan of what is kept of the events of one type: by one feature alone, or in a log that all
 * features over the same events share. Immutable.
 */
abstract sealed class Store permits LogStore, LatestStore, TotalStore, DistinctStore {
  private final String definition;
  private final int key;
  private final String event;
  private final Condition where;

  Store(String definition, String event, Condition where) {
    this.definition = definition;
    this.key = Fingerprint.shortOf(definition);
    this.event = event;
    this.where = where;
  }

  /** What it keeps of what, in words; the same words mean the same bytes in every bundle. */
  String definition() {
    return definition;
  }

  /** Hash of the definition. */
  int key() {
    return key;
  }

  String event() {
    return event;
  }

  Condition where() {
    return where;
  }

  /** Milliseconds after which an event matters no more, or {@link Span#FOR_EVER}. */
  abstract long retention();

  abstract Open empty();

  /** Whether what it keeps has a newest event, and so a head. */
  abstract boolean isTimed();

  /**
   * Reads what {@link Kept#write} wrote.
   *
   * @param head what {@link Kept#head} said; of no meaning without times
   * @param newest the time of the newest event; of no meaning without times
   */
  abstract Open read(int head, long newest, BlobReader in);

  /** Reads what is kept as states of version 1 hold it, where head and newest time are inside. */
  final Open readWhole(BlobReader in) {
    if (!isTimed()) {
      return read(0, 0, in);
    }
    int head = in.readByte();
    return read(head, TimeCode.readNewest(in, head), in);
  }

  /** The definition's words for the events that enter. */
  static String events(Feature feature) {
    String where = feature.where() == null ? "" : feature.where().text();
    return feature.event() + '\n' + where;
  }

  /** The definition's words for a store that serves one feature alone. */
  static String alone(Feature feature) {
    return String.join(
        "\n",
        feature.aggregate().word(),
        events(feature),
        feature.field() == null ? "" : feature.field(),
        feature.currency() == null ? "" : feature.currency(),
        feature.type().word(),
        feature.window().toString());
  }
}
