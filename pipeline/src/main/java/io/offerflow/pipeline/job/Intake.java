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
   */
  record Arrival(Input input, long appended) implements Intake {
    public static final TypeInformation<Arrival> TYPE =
        new ImmutableType<>(Arrival.class, ArrivalSerializer.INSTANCE);

    public Arrival(Event event, long appended) {
      this(new Input.Arrived(event), appended);
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
