package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import io.offerflow.pipeline.state.ImmutableType;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What a record of a feed came to. */
public sealed interface Intake {
  TypeInformation<Intake> TYPE = new ImmutableType<>(Intake.class, IntakeSerializer.INSTANCE);

  /**
   * An event, or what was known under another id of the same customer.
   *
   * @param input what the core is to be called with
   * @param appended when Kafka took the record, epoch milliseconds: latency is counted from here
   * @param origin where the record stands
   * @param by the task that passed it on from another id; {@link WrittenBy#UNKNOWN} of all else
   */
  record Arrival(Input input, long appended, Origin origin, WrittenBy by) implements Intake {
    public static final TypeInformation<Arrival> TYPE =
        new ImmutableType<>(Arrival.class, ArrivalSerializer.INSTANCE);

    /** One that stands nowhere. */
    public Arrival(Event event, long appended) {
      this(new Input.Arrived(event), appended);
    }

    /** One that stands nowhere. */
    Arrival(Input input, long appended) {
      this(input, appended, Origin.NOWHERE);
    }

    /** One that no task passed on. */
    Arrival(Input input, long appended, Origin origin) {
      this(input, appended, origin, WrittenBy.UNKNOWN);
    }

    String customer() {
      return input.customer();
    }

    /** Null where it is none. */
    Event event() {
      return input instanceof Input.Arrived arrived ? arrived.event() : null;
    }
  }

  /**
   * Where a record stands.
   *
   * @param inlet the number of the job's inlet that it came in by
   * @param partition of its topic
   * @param offset in that partition
   */
  record Origin(int inlet, int partition, long offset) {
    static final Origin NOWHERE = new Origin(-1, -1, -1);
  }

  /**
   * A record that is no event.
   *
   * @param code one of few words, for counting
   * @param letter the record for {@code offerflow.dead-letters}
   */
  record Refused(String code, byte[] letter) implements Intake {
    @Override
    public String toString() {
      return "Refused " + code;
    }
  }
}
