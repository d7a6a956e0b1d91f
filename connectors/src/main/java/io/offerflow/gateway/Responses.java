package io.offerflow.gateway;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Writes what became of messages into the stream of events. Ids derive from the decision and the
 * kind, so that saying something twice counts once.
 */
final class Responses {
  static final String LATE = "late";
  private static final String FAILED = "failed";

  private final Appender appender;
  private final String topic;

  Responses(Appender appender, String topic) {
    this.appender = appender;
    this.topic = topic;
  }

  /** Anything but a failure or words of hers, at an instant. */
  CompletionStage<Void> say(String decision, String customer, String kind, long time) {
    return write(kind + "-" + decision, customer, time, response(decision, kind));
  }

  CompletionStage<Void> failed(String decision, String customer, String reason, long time) {
    Fields fields =
        response(decision, FAILED).with(new Fields.Builder().put("reason", reason).build());
    return write(FAILED + "-" + decision, customer, time, fields);
  }

  /**
   * As the job says it of pushes that are past their deadline before it hands them on: of the time
   * of the decision, so that one of long ago does not push her clock ahead of events to come.
   */
  CompletionStage<Void> late(String decision, String customer, long decided) {
    Fields fields =
        response(decision, FAILED).with(new Fields.Builder().put("reason", LATE).build());
    return write(LATE + "-" + decision, customer, decided, fields);
  }

  /** She answered, with these words. */
  CompletionStage<Void> replied(String decision, String customer, String text, long time) {
    Fields fields =
        response(decision, "replied").with(new Fields.Builder().put("text", text).build());
    String id = "replied-" + decision + "-" + Integer.toHexString(text.hashCode());
    return write(id, customer, time, fields);
  }

  /** Her address is good for nothing any more. */
  CompletionStage<Void> addressGone(String decision, String customer, String attribute, long time) {
    ProfileChange change = new ProfileChange(Map.of(), Set.of(attribute), Map.of(), Map.of());
    Event event = Event.profile("unset-" + decision, customer, time, change);
    return appender.append(topic, customer, EventEncoder.encode(event));
  }

  private CompletionStage<Void> write(String id, String customer, long time, Fields fields) {
    Event event = Event.of("response", id, customer, time, fields);
    return appender.append(topic, customer, EventEncoder.encode(event));
  }

  private static Fields response(String decision, String kind) {
    return new Fields.Builder().put("decision", decision).put("kind", kind).build();
  }
}
