package io.offerflow.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of a workspace. */
public final class TopicSetup {
  private static final int TIMEOUT_MILLIS = 15_000;

  private TopicSetup() {}

  /**
   * Makes those that are not there: events, decisions, dead letters, answers, and offers of each
   * channel, with the broker's own replication factor. A topic that is there stays as it is, its
   * number of partitions too: more partitions would move customers between them and break their
   * order.
   *
   * @param bootstrap {@code host:port}, several with commas
   * @param partitions of each topic that is made, at least 1
   * @throws IOException saying in one sentence what is in the way
   */
  public static void ensure(
      String bootstrap, Topics topics, Collection<String> channels, int partitions)
      throws IOException {
    List<String> names =
        new ArrayList<>(
            List.of(topics.events(), topics.decisions(), topics.deadLetters(), topics.answers()));
    for (String channel : channels) {
      names.add(topics.offers(channel));
    }
    try (Admin admin = admin(bootstrap)) {
      List<NewTopic> wanted =
          names.stream()
              .distinct()
              .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
              .toList();
      Map<String, KafkaFuture<Void>> made = admin.createTopics(wanted).values();
      for (Map.Entry<String, KafkaFuture<Void>> topic : made.entrySet()) {
        await(topic.getKey(), topic.getValue(), bootstrap);
      }
    }
  }

  private static Admin admin(String bootstrap) throws IOException {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try {
      return Admin.create(settings);
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "no Kafka broker can be asked at " + bootstrap + ": " + cause.getMessage(), e);
    }
  }

  private static void await(String topic, KafkaFuture<Void> made, String bootstrap)
      throws IOException {
    try {
      made.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IOException(
            "topic " + topic + " cannot be made at " + bootstrap + ": " + e.getCause().getMessage(),
            e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while topic " + topic + " was made", e);
    }
  }
}
