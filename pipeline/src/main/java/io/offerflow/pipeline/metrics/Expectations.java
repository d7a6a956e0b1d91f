package io.offerflow.pipeline.metrics;

import java.io.Serializable;
import java.time.Duration;
import java.util.Properties;

/**
 * What a healthy job has.
 *
 * @param kafka what every Kafka client is given; the brokers are asked with it whether they are
 *     there
 * @param checkpointAge so old the last checkpoint may be
 */
public record Expectations(Properties kafka, Duration checkpointAge) implements Serializable {
  /** Expects no broker, and a checkpoint every day. */
  public static final Expectations NONE = new Expectations(new Properties(), Duration.ofDays(1));
}
