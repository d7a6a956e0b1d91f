package io.offerflow.pipeline.job;

import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Takes offers and decision records to Kafka: at once, and at least once. That a push stands in its
 * topic once is the work of {@link TakeOver}, which needs two things of this: nobody writes before
 * the register of writers knows, and former writers are shut out before anything is decided.
 */
final class Outbox implements Sink<Outgoing> {
  private static final long serialVersionUID = 1L;

  /**
   * How long brokers may be away before the job fails for it: ten minutes. A producer that is stuck
   * for another reason is let go after that, too.
   */
  static final String BROKERS_AWAY_MILLIS = "600000";

  private final Properties kafka;
  private final String topicPrefix;

  /**
   * @param kafka what every client is given, the brokers among it
   */
  Outbox(Properties kafka, Topics topics) {
    this.kafka = Objects.requireNonNull(kafka);
    this.topicPrefix = topics.prefix();
  }

  @Override
  public SinkWriter<Outgoing> createWriter(WriterInitContext context) throws IOException {
    return new OutboxWriter(kafka, new Topics(topicPrefix), context);
  }

  /**
   * What a producer is given beyond that. It waits out brokers that are away: to fail and start
   * again would bring them back no sooner, and everything since the checkpoint would be read again.
   */
  static Properties producer(Properties kafka) {
    Properties properties = new Properties();
    properties.setProperty("delivery.timeout.ms", BROKERS_AWAY_MILLIS);
    properties.setProperty("max.block.ms", BROKERS_AWAY_MILLIS);
    properties.putAll(kafka);
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    // Since Kafka 4 the default waits 5 ms for more records before it sends any.
    properties.setProperty("linger.ms", "0");
    return properties;
  }
}
