package io.offerflow.pipeline.cli;

import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.SigningKey;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobSettings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command about what is deployed. */
abstract class BundleCommand implements Callable<Integer> {
  final Console console;

  @Mixin private KafkaOptions kafka;

  @Mixin private PrefixOption prefix;

  @Mixin private MoreSettings more;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  BundleCommand(Console console) {
    this.console = console;
  }

  @Override
  public final Integer call() {
    try {
      return run(settings());
    } catch (IOException e) {
      throw Stop.outside(e.getMessage(), e);
    }
  }

  /** Does what the command is for. */
  abstract int run(JobSettings settings) throws IOException;

  /** The key that what is written is signed with; null for none. */
  SigningKey signing() {
    return null;
  }

  /**
   * Reads what is deployed.
   *
   * @param first whether nothing need be there yet
   */
  Deployments deployments(JobSettings settings, boolean first) throws IOException {
    if (first) {
      TopicSetup.ensureBundles(settings.kafka(), settings.topics());
    }
    BundleTopic topic =
        new BundleTopic(
            settings.kafka(),
            settings.topics().bundles(),
            new BundleCodec(signing(), KeyFiles.trusted(settings)));
    if (!first && !topic.exists()) {
      throw Stop.input(
          "there is no topic "
              + settings.topics().bundles()
              + " at "
              + settings.bootstrapServers()
              + ": nothing was deployed there; --prefix names another one");
    }
    return new Deployments(topic, topic.read());
  }

  final ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private JobSettings settings() {
    Configuration chosen = new Configuration();
    more.putInto(chosen);
    kafka.putInto(chosen, console);
    if (kafka.brokers() != null) {
      chosen.set(JobOptions.BOOTSTRAP_SERVERS, kafka.brokers());
    } else if (!chosen.contains(JobOptions.BOOTSTRAP_SERVERS)) {
      throw usage("name the Kafka brokers: --kafka HOST:PORT");
    }
    prefix.putInto(chosen);
    return more.checked(chosen);
  }
}
