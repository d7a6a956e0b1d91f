package io.offerflow.gateway;

import io.offerflow.gateway.GatewayConfig.AccountSettings;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * A running gateway: pushes of several channels out of Kafka to accounts of carriers, receipts and
 * replies back into it. Several of them share the channels' partitions.
 *
 * <p>Each message is handed to a carrier at most once at a time, and its record is committed when
 * what came of it is noted. What a crash leaves in doubt is resent or given up, as the channel
 * says.
 */
public final class Gateway implements AutoCloseable {
  private final GatewayConfig config;
  private final Topics topics;
  private final GatewayMetrics metrics;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Map<String, AccountSender> senders = new LinkedHashMap<>();
  private final Map<String, Inbox> inboxes = new LinkedHashMap<>();
  private final List<ChannelReader> readers = new ArrayList<>();
  private final Appender appender;
  private final Journal journal;

  private Gateway(GatewayConfig config, Properties kafka, Topics topics, GatewayMetrics metrics) {
    this.config = config;
    this.topics = topics;
    this.metrics = metrics;
    appender = new Appender(kafka, this::failed);
    journal =
        new Journal(
            kafka,
            topics.gateway(),
            appender,
            new Remembered(config.remember().toMillis(), config.atMost()),
            this::learned,
            this::failed);
  }

  /**
   * Opens all accounts and begins to send. Peers that are not there are tried again and again.
   *
   * @param kafka properties of Kafka's clients, with {@code bootstrap.servers}
   * @throws IOException in one sentence, when Kafka or an account cannot be used
   */
  public static Gateway start(
      GatewayConfig config, Properties kafka, Topics topics, GatewayMetrics metrics)
      throws IOException {
    String bootstrap = kafka.getProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    TopicSetup.requireGateway(kafka, topics, config.channels().keySet());
    TopicSetup.ensureGateway(kafka, topics, Journal.topicSettings(config.remember()));
    Gateway gateway;
    try {
      gateway = new Gateway(config, kafka, topics, metrics);
    } catch (KafkaException e) {
      throw new IOException("Kafka at " + bootstrap + ": " + e.getMessage(), e);
    }
    try {
      gateway.open(kafka);
      return gateway;
    } catch (IOException | RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  private void open(Properties kafka) throws IOException {
    Responses responses = new Responses(appender, topics.events());
    OptOut optOut = new OptOut(config.optOut().values());
    for (String account : config.accounts().keySet()) {
      Inbox inbox = new Inbox(account, journal, responses, optOut, metrics);
      inboxes.put(account, inbox);
      senders.put(account, sender(account, inbox, responses));
    }
    journal.start();
    for (Map.Entry<String, AccountSettings> account : config.accounts().entrySet()) {
      senders.get(account.getKey()).open(account.getValue().account());
    }
    for (ChannelSettings channel : config.channels().values()) {
      ChannelReader reader =
          new ChannelReader(
              kafka,
              topics.prefix() + "-gateway-" + channel.channel(),
              topics.offers(channel.channel()),
              channel,
              senders.get(channel.account()),
              journal,
              metrics,
              this::failed);
      readers.add(reader);
      reader.start();
    }
  }

  private AccountSender sender(String account, Inbox inbox, Responses responses) {
    List<ChannelSettings> channels =
        config.channels().values().stream()
            .filter(channel -> channel.account().equals(account))
            .toList();
    WaitingRoom waiting =
        new WaitingRoom(config.classes(), config.accounts().get(account).perSecond(), channels);
    return new AccountSender(account, waiting, journal, responses, inbox, metrics, this::failed);
  }

  private void learned(Entry entry) {
    Inbox inbox = inboxes.get(entry.account());
    if (inbox != null) {
      inbox.learned(entry);
    }
  }

  private void failed(Throwable problem) {
    failure.compareAndSet(null, problem);
  }

  /** How many messages of a channel were read and wait for their turn. */
  int waiting(String channel) {
    return senders.get(config.channels().get(channel).account()).waiting(channel);
  }

  /**
   * Looks whether it still works.
   *
   * @throws IOException when something broke: it sends nothing any more, and is to be closed
   */
  public void check() throws IOException {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new IOException("the gateway stopped: " + problem.getMessage(), problem);
    }
  }

  /**
   * Sends nothing more, waits for what is with the other side, and commits. What waited here stays
   * in Kafka.
   */
  @Override
  public void close() {
    readers.forEach(ChannelReader::stop);
    try {
      for (AccountSender sender : senders.values()) {
        sender.stop(failure.get() == null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    senders.values().forEach(AccountSender::close);
    readers.forEach(ChannelReader::close);
    journal.close();
    appender.close();
  }
}
