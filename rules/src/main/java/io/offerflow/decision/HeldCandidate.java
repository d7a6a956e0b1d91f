package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.moment.Occurrence;
import java.math.BigDecimal;

/**
 * A candidate that waits for quiet time to end.
 *
 * @param channel the one whose quiet time it waits for
 * @param contactClass its class when it was held
 * @param score when it was held
 * @param moment the {@code now} of the cause that held it, epoch milliseconds
 * @param release when it is decided again, epoch milliseconds
 * @param event what its conditions and texts call {@code event}, as far as they name it; or null
 * @param first what they call {@code first}; or null
 * @param zone the zone of its moment; or null
 * @param time the event's time, or the instant at which its timer was due
 */
record HeldCandidate(
    String campaign,
    String channel,
    String contactClass,
    BigDecimal score,
    long moment,
    long release,
    Event event,
    Event first,
    String zone,
    long time) {
  private static final int EVENT = 1;
  private static final int FIRST = 2;

  static HeldCandidate of(Quieted quieted, Occurrence remembered, long now) {
    return new HeldCandidate(
        quieted.campaign().id(),
        quieted.channel(),
        quieted.contactClass().name(),
        quieted.score().value(),
        now,
        quieted.release(),
        remembered.event(),
        remembered.first(),
        remembered.zone(),
        remembered.time());
  }

  HeldCandidate releasedAt(long instant) {
    return new HeldCandidate(
        campaign, channel, contactClass, score, moment, instant, event, first, zone, time);
  }

  /** What it is, for the id of the cause that decides it again. */
  String what() {
    return "held " + campaign + " " + (event == null ? time : event.type() + " " + event.id());
  }

  void write(BlobWriter out) {
    out.text(campaign);
    out.text(channel);
    out.text(contactClass);
    out.number(score);
    out.time(moment);
    out.time(release);
    out.text(zone);
    out.time(time);
    out.writeByte((event == null ? 0 : EVENT) | (first == null ? 0 : FIRST));
    if (event != null) {
      write(out, event);
    }
    if (first != null) {
      write(out, first);
    }
  }

  private static void write(BlobWriter out, Event event) {
    out.text(event.type());
    out.text(event.id());
    out.time(event.time());
    event.fields().write(out);
  }

  /** The customer of the events is not in the bytes; {@link #occurrence} puts her back. */
  static HeldCandidate read(BlobReader in) {
    String campaign = in.text();
    String channel = in.text();
    String contactClass = in.text();
    BigDecimal score = in.number();
    long moment = in.time();
    long release = in.time();
    String zone = in.text();
    long time = in.time();
    int flags = in.readByte();
    Event event = (flags & EVENT) == 0 ? null : event(in);
    Event first = (flags & FIRST) == 0 ? null : event(in);
    return new HeldCandidate(
        campaign, channel, contactClass, score, moment, release, event, first, zone, time);
  }

  private static Event event(BlobReader in) {
    String type = in.text();
    String id = in.text();
    long time = in.time();
    return Event.of(type, id, null, time, Fields.read(in));
  }

  /** The moment it is decided for, of that customer. */
  Occurrence occurrence(int place, String customer) {
    return Occurrence.released(
        place, ofCustomer(event, customer), ofCustomer(first, customer), zone, time);
  }

  private static Event ofCustomer(Event event, String customer) {
    return event == null
        ? null
        : Event.of(event.type(), event.id(), customer, event.time(), event.fields());
  }
}
