package io.offerflow.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one decision's message.
 *
 * @param version grows with each change; of two entries the greater holds
 * @param address a hash of where it went, to know whom a reply is from
 * @param references what the other side calls its parts
 * @param heard those of them of which a good receipt came
 * @param time epoch milliseconds of its latest submission
 */
record Entry(
    String decision,
    State state,
    int version,
    String customer,
    String account,
    String channel,
    long address,
    List<String> references,
    List<String> heard,
    long time) {

  /** How far it is. */
  enum State {
    /** Not with the other side, which refused it for the time being. */
    OPEN,
    /** Being submitted; after a crash nobody knows whether it was. */
    SUBMITTING,
    /** With the other side, which may still say more about it. */
    SENT,
    /** Over: delivered, failed or given up. */
    DONE
  }

  Entry {
    references = List.copyOf(references);
    heard = List.copyOf(heard);
  }

  Entry as(State next) {
    return changed(next, references, heard, time);
  }

  Entry submitting(long now) {
    return changed(State.SUBMITTING, references, heard, now);
  }

  Entry sent(List<String> named) {
    return changed(State.SENT, named, List.of(), time);
  }

  /** After a good receipt for one part; it is over when that was the last. */
  Entry with(String reference) {
    List<String> more = new ArrayList<>(heard);
    more.add(reference);
    return changed(more.containsAll(references) ? State.DONE : state, references, more, time);
  }

  private Entry changed(State next, List<String> named, List<String> more, long at) {
    return new Entry(
        decision, next, version + 1, customer, account, channel, address, named, more, at);
  }

  /** Whether this is to take the other's place. */
  boolean isAfter(Entry other) {
    return other == null
        || version > other.version
        || (version == other.version && references.size() > other.references.size());
  }

  /** Nothing personal. */
  @Override
  public String toString() {
    return decision + " " + state;
  }
}
