package io.offerflow.pipeline.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Hears from the Kafka consumers of this JVM how far each partition is behind; Kafka makes one for
 * each consumer, by its name in {@code metric.reporters}.
 */
public final class LagReporter implements MetricsReporter {
  private static final Set<KafkaMetric> LAGS = ConcurrentHashMap.newKeySet();

  /** The records that all consumers of this JVM have still to read. */
  static double lag() {
    double sum = 0;
    for (KafkaMetric metric : LAGS) {
      if (metric.metricValue() instanceof Double lag && lag > 0) {
        sum += lag;
      }
    }
    return sum;
  }

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(this::metricChange);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    if (isLag(metric)) {
      LAGS.add(metric);
    }
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    LAGS.remove(metric);
  }

  private static boolean isLag(KafkaMetric metric) {
    return metric.metricName().name().equals("records-lag")
        && metric.metricName().tags().containsKey("partition");
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}
