package io.offerflow.pipeline.job;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleFollower;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleRecord;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.workspace.Settings;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of bundles, as a job reads it. */
final class KafkaRulesFeed implements RulesFeed {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRulesFeed.class);
  private static final Duration POLL = Duration.ofMinutes(1);
  private static final long PATIENCE_MILLIS = 30_000;
  private static final long RETRY_MILLIS = 1_000;

  /** Contents that are kept in memory; older ones are read again when they are deployed again. */
  private static final int CONTENTS = 4;

  private final Properties kafka;
  private final String topicPrefix;
  private final TrustedKeys trusted;
  private final int partitions;

  private KafkaRulesFeed(JobSettings settings) throws IOException {
    this.kafka = settings.kafka();
    this.topicPrefix = settings.topics().prefix();
    this.trusted = settings.trustedKeys();
    this.partitions = settings.parallelism();
  }

  /**
   * That of a job with these settings.
   *
   * @throws IOException naming the file of public keys that cannot be read
   */
  static KafkaRulesFeed of(JobSettings settings) throws IOException {
    return new KafkaRulesFeed(settings);
  }

  @Override
  public String name() {
    return kafka.getProperty("bootstrap.servers") + "/" + topics().bundles();
  }

  @Override
  public void provide(Workspace workspace) throws IOException {
    List<String> channels =
        workspace.settings().channels().values().stream()
            .filter(channel -> !channel.inbound())
            .map(Settings.Channel::name)
            .toList();
    TopicSetup.ensure(kafka, topics(), channels, partitions);
  }

  @Override
  public Optional<Deployment> find(long number) throws IOException {
    BundleHistory history = topic().read();
    return history.activations().stream()
        .filter(activation -> activation.number() == number)
        .findFirst()
        .flatMap(
            activation ->
                history
                    .bundle(activation.version())
                    .map(content -> Deployment.of(activation, files(content), 0)));
  }

  private static WorkspaceFiles files(PublishedBundle content) {
    return WorkspaceFiles.unread(content.files(), content.version());
  }

  private Topics topics() {
    return new Topics(topicPrefix);
  }

  private BundleTopic topic() {
    return new BundleTopic(kafka, topics().bundles(), new BundleCodec(trusted));
  }

  @Override
  public AutoCloseable open(Listener listener) throws IOException {
    Thread follower = new Follower(listener);
    ((Follower) follower).begin();
    follower.start();
    return (Follower) follower;
  }

  /** Waits for records, so that nobody else need. */
  private final class Follower extends Thread implements AutoCloseable {
    private final Listener listener;
    private final Map<String, WorkspaceFiles> contents = new LinkedHashMap<>();
    private BundleFollower records;
    private long position;
    private long newest;
    private long backfill;
    private volatile boolean closed;

    Follower(Listener listener) {
      super("offerflow-bundles");
      setDaemon(true);
      this.listener = listener;
    }

    void begin() throws IOException {
      BundleHistory history = topic().read();
      position = history.end();
      records = topic().follow(position);
      for (BundleRecord.Refused refused : history.refused()) {
        LOG.warn(
            "{}@{} counts for nothing: {}", topics().bundles(), refused.offset(), refused.reason());
      }
      history.inForce().ifPresent(activation -> activate(activation, history));
    }

    @Override
    public void run() {
      while (!closed) {
        try {
          follow();
        } catch (WakeupException woken) {
          LOG.debug("bundles are no longer followed");
        } catch (KafkaException | IOException e) {
          LOG.warn(
              "{} cannot be followed; what is in force stays until it can", topics().bundles(), e);
          reopen();
        }
      }
      records.close();
    }

    private void follow() throws IOException {
      while (!closed) {
        for (BundleRecord record : records.poll(POLL)) {
          take(record);
          position = record.offset() + 1;
        }
      }
    }

    private void reopen() {
      try {
        sleep(RETRY_MILLIS);
        records.close();
        records = topic().follow(position);
      } catch (InterruptedException e) {
        closed = true;
      } catch (KafkaException | IOException e) {
        LOG.debug("{} cannot be opened yet", topics().bundles(), e);
      }
    }

    private void take(BundleRecord record) throws IOException {
      if (record instanceof BundleRecord.Content content) {
        keep(files(content.bundle()));
      } else if (record instanceof BundleRecord.Activated activated) {
        Activation activation = activated.activation();
        WorkspaceFiles content = contents.get(activation.version());
        if (content != null) {
          listener.deployed(deployment(activation, content));
        } else {
          activate(activation, topic().read());
        }
      } else if (record instanceof BundleRecord.Refused refused) {
        listener.failed(topics().bundles() + "@" + refused.offset(), refused.reason());
      }
    }

    private void activate(Activation activation, BundleHistory history) {
      Optional<PublishedBundle> content = history.bundle(activation.version());
      if (content.isPresent()) {
        WorkspaceFiles files = files(content.get());
        keep(files);
        backfill = Math.max(backfill, history.backfill(activation));
        listener.deployed(deployment(activation, files));
      } else {
        String why = "there is no content of version " + activation.version();
        listener.failed("activation " + activation.number(), why);
      }
    }

    /** Two may have the same number: what counts is what the first of them says. */
    private Deployment deployment(Activation activation, WorkspaceFiles files) {
      Deployment deployment = Deployment.of(activation, files, backfill);
      if (activation.number() > newest) {
        newest = activation.number();
        backfill = deployment.backfill();
      }
      return deployment;
    }

    private void keep(WorkspaceFiles content) {
      contents.remove(content.version());
      contents.put(content.version(), content);
      Iterator<String> oldest = contents.keySet().iterator();
      if (contents.size() > CONTENTS) {
        oldest.next();
        oldest.remove();
      }
    }

    @Override
    public void close() {
      closed = true;
      records.wakeup();
      try {
        join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
