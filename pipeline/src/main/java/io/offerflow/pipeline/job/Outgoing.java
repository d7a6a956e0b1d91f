package io.offerflow.pipeline.job;

import io.offerflow.pipeline.state.ImmutableType;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record on its way to a topic.
 *
 * @param key the customer, or null for a dead letter
 * @param appended when Kafka took the event that caused it, epoch milliseconds; {@link #NO_EVENT}
 *     when no event did
 * @param run the task that puts it out; {@link #NO_RUN} where nobody asks
 * @param checkpoint the last one that this task had saved its state for
 */
public record Outgoing(
    String topic, String key, byte[] value, long appended, long run, long checkpoint) {
  public static final TypeInformation<Outgoing> TYPE =
      new ImmutableType<>(Outgoing.class, OutgoingSerializer.INSTANCE);

  public static final long NO_EVENT = Long.MIN_VALUE;

  /** No former run's pushes are ever looked for. */
  public static final long NO_RUN = 0;

  public Outgoing(String topic, String key, byte[] value, long appended) {
    this(topic, key, value, appended, NO_RUN, 0);
  }

  /** The same record, put out by that task. */
  Outgoing by(long task, long since) {
    return new Outgoing(topic, key, value, appended, task, since);
  }

  /** Neither key nor content: both may be personal. */
  @Override
  public String toString() {
    return "Outgoing[" + topic + ", " + value.length + " bytes]";
  }
}
