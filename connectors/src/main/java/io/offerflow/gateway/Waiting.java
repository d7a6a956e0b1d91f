package io.offerflow.gateway;

import io.offerflow.gateway.carrier.Message;

/** A message that is to be sent, and the record that it came in. Changed by its sender alone. */
final class Waiting {
  final Message message;
  final ChannelSettings channel;
  final OffsetLedger ledger;
  final long offset;

  /** Its class's place in the order of classes. */
  int rank;

  /** The order of arrival. */
  long sequence;

  /** How often it was tried in vain. */
  int attempts;

  /** When it may be tried next, in nanoseconds of the JVM's clock. */
  long notBefore;

  Waiting(Message message, ChannelSettings channel, OffsetLedger ledger, long offset) {
    this.message = message;
    this.channel = channel;
    this.ledger = ledger;
    this.offset = offset;
  }

  boolean isLate(long nowMillis) {
    return nowMillis > message.deadline();
  }

  void settle() {
    ledger.settle(offset);
  }
}
