package io.offerflow.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics of a workspace. */
public final class TopicSetup {
  /** The largest record that the topic of bundles takes, compressed as it lies in Kafka. */
  public static final int MAX_BUNDLE_BYTES = 32 << 20;

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int RETRY_MILLIS = 20;

  /** Only the newest record of a key is of use, and what is older goes within hours. */
  private static final Map<String, String> NEWEST =
      Map.of("cleanup.policy", "compact", "segment.ms", "3600000");

  private TopicSetup() {}

  /**
   * Makes those that are not there: events, decisions, dead letters, answers, merges, models,
   * bundles, and offers of each channel, with the broker's own replication factor. A topic that is
   * there stays as it is, its number of partitions too: more partitions would move customers
   * between them and break their order.
   *
   * @param kafka what every client is given: the brokers and, where they ask for it, TLS and
   *     credentials ({@link ClientProperties})
   * @param partitions of each topic that is made, at least 1
   * @throws IOException saying in one sentence what is in the way
   */
  public static void ensure(
      Properties kafka, Topics topics, Collection<String> channels, int partitions)
      throws IOException {
    List<String> names =
        new ArrayList<>(
            List.of(
                topics.events(),
                topics.decisions(),
                topics.deadLetters(),
                topics.answers(),
                topics.merges()));
    for (String channel : channels) {
      names.add(topics.offers(channel));
    }
    List<NewTopic> wanted = new ArrayList<>(wanted(names, partitions));
    wanted.add(new NewTopic(topics.models(), Optional.of(1), Optional.empty()).configs(NEWEST));
    wanted.add(bundles(topics));
    ensure(kafka, wanted);
  }

  /**
   * Makes the topic of bundles, if it is not there: rules may be deployed before a job first runs.
   *
   * @param kafka what every Kafka client is given, {@code bootstrap.servers} among it
   */
  public static void ensureBundles(Properties kafka, Topics topics) throws IOException {
    ensure(kafka, List.of(bundles(topics)));
  }

  private static NewTopic bundles(Topics topics) {
    Map<String, String> settings = new HashMap<>(NEWEST);
    settings.put("max.message.bytes", Integer.toString(MAX_BUNDLE_BYTES));
    return new NewTopic(topics.bundles(), Optional.of(1), Optional.empty()).configs(settings);
  }

  /**
   * Makes the topic in which gateways keep what they know, if it is not there.
   *
   * @param kafka what every Kafka client is given, {@code bootstrap.servers} among it
   * @param settings of the topic
   */
  public static void ensureGateway(Properties kafka, Topics topics, Map<String, String> settings)
      throws IOException {
    NewTopic wanted = new NewTopic(topics.gateway(), Optional.of(1), Optional.empty());
    ensure(kafka, List.of(wanted.configs(settings)));
  }

  private static List<NewTopic> wanted(Collection<String> names, int partitions) {
    return names.stream()
        .distinct()
        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
        .toList();
  }

  /** As {@link #ensure(Properties, Topics, Collection, int)}, for topics of any name. */
  public static void ensure(Properties kafka, Collection<String> names, int partitions)
      throws IOException {
    ensure(kafka, wanted(names, partitions));
  }

  private static void ensure(Properties kafka, List<NewTopic> wanted) throws IOException {
    String bootstrap = kafka.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    try (Admin admin = admin(kafka)) {
      Map<String, KafkaFuture<Void>> made =
          admin.createTopics(missing(admin, wanted, bootstrap)).values();
      Map<TopicPartition, OffsetSpec> fresh = new HashMap<>();
      for (Map.Entry<String, KafkaFuture<Void>> topic : made.entrySet()) {
        if (await(topic.getKey(), topic.getValue(), bootstrap)) {
          int partitions = partitions(wanted, topic.getKey());
          for (int partition = 0; partition < partitions; partition++) {
            fresh.put(new TopicPartition(topic.getKey(), partition), OffsetSpec.latest());
          }
        }
      }
      awaitLogs(admin, fresh, bootstrap);
    }
  }

  /** Who may not make topics can still use those that are there. */
  private static List<NewTopic> missing(Admin admin, List<NewTopic> wanted, String bootstrap)
      throws IOException {
    Set<String> there = answer(admin.listTopics().names(), bootstrap, "topics were looked for");
    return wanted.stream().filter(topic -> !there.contains(topic.name())).toList();
  }

  /**
   * What the brokers say.
   *
   * @param meanwhile what was done, for whoever reads that it was interrupted
   */
  private static <T> T answer(KafkaFuture<T> asked, String bootstrap, String meanwhile)
      throws IOException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw Unreachable.at(bootstrap, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + meanwhile, e);
    }
  }

  private static int partitions(List<NewTopic> wanted, String name) {
    return wanted.stream()
        .filter(topic -> topic.name().equals(name))
        .mapToInt(NewTopic::numPartitions)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Checks that topics which are not ours to make are there.
   *
   * @throws IOException naming the one that is not
   */
  public static void require(Properties kafka, Collection<String> names) throws IOException {
    require(kafka, names, "a topic that feeds.yaml names");
  }

  /**
   * Checks that the topics are there that the job makes for a gateway.
   *
   * @throws IOException when one of them is not
   */
  public static void requireGateway(Properties kafka, Topics topics, Collection<String> channels)
      throws IOException {
    List<String> names = new ArrayList<>(List.of(topics.events()));
    channels.forEach(channel -> names.add(topics.offers(channel)));
    require(kafka, names, "a topic that the job makes for the gateway's channels");
  }

  private static void require(Properties kafka, Collection<String> names, String what)
      throws IOException {
    if (names.isEmpty()) {
      return;
    }
    String bootstrap = kafka.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    try (Admin admin = admin(kafka)) {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
          admin.describeTopics(names).topicNameValues().entrySet()) {
        topic.getValue().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IOException(
            what + " is not at " + bootstrap + "; these must be there: " + String.join(", ", names),
            e.getCause());
      }
      throw Unreachable.at(bootstrap, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while topics were looked for", e);
    }
  }

  /**
   * What tells these brokers from any others, wherever they are asked.
   *
   * @param kafka what every Kafka client is given, {@code bootstrap.servers} among it
   */
  public static String clusterId(Properties kafka) throws IOException {
    String bootstrap = kafka.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    try (Admin admin = admin(kafka)) {
      return answer(
          admin.describeCluster().clusterId(), bootstrap, "brokers were asked who they are");
    }
  }

  /**
   * Waits until each partition can be written to, not only named. A producer that is quicker than
   * the broker has its first batch refused and a later one taken; the first then comes out of order
   * and is retried until it expires.
   */
  private static void awaitLogs(
      Admin admin, Map<TopicPartition, OffsetSpec> partitions, String bootstrap)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    try {
      while (!areReady(admin, partitions)) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the topics made at " + bootstrap + " do not get ready");
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    } catch (ExecutionException e) {
      throw new IOException(
          "the topics made at " + bootstrap + " do not get ready: " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while topics were made", e);
    }
  }

  /** The client itself waits for leaders, but not for a topic that the broker has not heard of. */
  private static boolean areReady(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws ExecutionException, InterruptedException {
    try {
      admin.listOffsets(partitions).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static Admin admin(Properties kafka) throws IOException {
    Properties settings = new Properties();
    settings.putAll(kafka);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try {
      ClientProperties.requireResolvable(settings);
      return Admin.create(settings);
    } catch (RuntimeException e) {
      throw Unreachable.notAsked(
          settings.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), e);
    }
  }

  /** Returns whether the topic is new. */
  private static boolean await(String topic, KafkaFuture<Void> made, String bootstrap)
      throws IOException {
    try {
      made.get();
      return true;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IOException(
            "topic "
                + topic
                + " cannot be made: "
                + Unreachable.at(bootstrap, e.getCause()).getMessage(),
            e.getCause());
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while topic " + topic + " was made", e);
    }
  }
}
