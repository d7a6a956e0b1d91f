package io.offerflow.pipeline.job;

import io.offerflow.kafka.BrokerWatch;
import java.io.Serializable;
import java.util.Properties;

/**
 * Whether feeds can be heard at all: of one whose brokers are away nobody knows that it is silent.
 * Instants are those of {@link System#nanoTime}, which no change of the machine's time moves.
 */
interface Reach extends Serializable {
  /** Of feeds that need no broker. */
  Reach ALWAYS = new Always();

  /** The instant at which it is asked. */
  default long now() {
    return System.nanoTime();
  }

  /** The latest instant up to which feeds could be heard. */
  long heardAt();

  /** Whether they could not be at some instant after that one. */
  boolean missedSince(long instant);

  /** Feeds of Kafka's. */
  static Reach of(Properties kafka) {
    return new OfKafka(kafka);
  }

  /** As of files. */
  final class Always implements Reach {
    private static final long serialVersionUID = 1L;

    private Always() {}

    @Override
    public long heardAt() {
      return now();
    }

    @Override
    public boolean missedSince(long instant) {
      return false;
    }
  }

  /** As long as a broker answers. */
  final class OfKafka implements Reach {
    private static final long serialVersionUID = 1L;
    private final Properties kafka;

    private OfKafka(Properties kafka) {
      this.kafka = kafka;
    }

    @Override
    public long heardAt() {
      return BrokerWatch.of(kafka).heardAt();
    }

    @Override
    public boolean missedSince(long instant) {
      return BrokerWatch.of(kafka).missedAt() - instant > 0;
    }
  }
}
