package io.offerflow.pipeline.job;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.OvertakenException;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.kafka.TopicSetup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job begins with: the newest of the topic of bundles that can be taken. While there is none
 * it is a folder's files, which are published; or else the job waits until somebody deploys, and
 * its events wait in Kafka.
 */
public final class StartingRules {
  private static final Logger LOG = LoggerFactory.getLogger(StartingRules.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final JobSettings settings;
  private final KafkaRulesFeed feed;
  private final BundleTopic topic;

  private StartingRules(JobSettings settings) throws IOException {
    this.settings = settings;
    this.feed = KafkaRulesFeed.of(settings);
    BundleCodec codec = new BundleCodec(settings.trustedKeys());
    this.topic = new BundleTopic(settings.kafka(), settings.topics().bundles(), codec);
    TopicSetup.ensureBundles(settings.kafka(), settings.topics());
  }

  /**
   * Those of the topic, or else those of a folder, which are then published as activation 1.
   *
   * @param author who starts the job
   * @throws IOException saying in one sentence what is in the way
   */
  public static JobRules of(WorkspaceFiles folder, JobSettings settings, String author)
      throws IOException {
    return new StartingRules(settings).orElse(folder, author);
  }

  /** Those of the topic, once there are any. */
  public static JobRules await(JobSettings settings) throws IOException, InterruptedException {
    StartingRules starting = new StartingRules(settings);
    Optional<Deployment> deployed = newest(starting.topic.read());
    while (deployed.isEmpty()) {
      LOG.info("no rules are deployed yet; events wait in Kafka until there are");
      Thread.sleep(PATIENCE.toMillis());
      deployed = newest(starting.topic.read());
    }
    return starting.with(deployed.get());
  }

  private JobRules orElse(WorkspaceFiles folder, String author) throws IOException {
    BundleHistory history = topic.read();
    Optional<Deployment> deployed = newest(history);
    if (deployed.isPresent()) {
      return with(deployed.get());
    }
    if (!settings.publicKeys().isEmpty() || history.inForce().isPresent()) {
      // What must be signed is not for a job to publish; nor does it hide what is wrong there.
      return with(Deployment.of(folder));
    }
    return publish(folder, author, history);
  }

  private JobRules publish(WorkspaceFiles folder, String author, BundleHistory history)
      throws IOException {
    Instant now = Instant.now();
    topic.append(PublishedBundle.of(folder.contents(), author, now, null));
    Activation first =
        new Activation(
            1, folder.version(), new TreeSet<>(), author, now, 0, Activation.Reason.DEPLOY, false);
    try {
      topic.append(first, history);
    } catch (OvertakenException deployedMeanwhile) {
      return orElse(folder, author);
    }
    return with(Deployment.of(first, folder, 0));
  }

  private JobRules with(Deployment first) {
    return new JobRules(first, feed);
  }

  /** The greatest number whose files are there and are a workspace. */
  private static Optional<Deployment> newest(BundleHistory history) {
    for (Activation activation : history.activations()) {
      Optional<PublishedBundle> content = history.bundle(activation.version());
      try {
        if (content.isPresent()) {
          WorkspaceFiles files = WorkspaceFiles.of(content.get().files());
          return Optional.of(Deployment.of(activation, files, history.backfill(activation)));
        }
        LOG.error("activation {} has no content; the one before goes on", activation.number());
      } catch (IllegalArgumentException e) {
        LOG.error("activation {} cannot be taken: {}", activation.number(), e.getMessage());
      }
    }
    return Optional.empty();
  }
}
