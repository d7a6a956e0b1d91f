package io.offerflow.pipeline.cli;

import io.offerflow.gateway.GatewayConfig;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.pipeline.job.Deployment;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.StartingRules;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The job, on one machine, until Ctrl-C. */
@Command(
    name = "run",
    description = "Run the job: events in through Kafka, offers out through Kafka.",
    footer = {
      "",
      "The folder keeps the broker's logs and the checkpoints: the next run with the same folder",
      "goes on where this one stopped. Without --kafka a broker is started in this process."
    })
final class RunCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 9092;
  private static final Pattern NO_UNIT = Pattern.compile("\\s*\\d+\\s*");

  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the broker in this process; 0 for any. Default: 9092.")
  private Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "offerflow-data",
      description = "The folder for all that is kept. Default: ./offerflow-data.")
  private Path data;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many subtasks decide. Default: 2.")
  private Integer parallelism;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "D",
      description = "How often the state is saved, such as 10s. Default: 10s.")
  private String checkpointInterval;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "Where Prometheus reads metrics; 0 for any port, -1 for none. Default: 9404.")
  private Integer metricsPort;

  @Mixin private PrefixOption prefix;

  @Mixin private KafkaOptions kafka;

  @Mixin private MoreSettings more;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireUsage();
    Configuration chosen = chosen();
    JobSettings checked = more.checked(chosen);
    String brokers = kafka.brokers();
    WorkspaceFiles files = WorkspaceFiles.of(WorkspaceFolder.readGood(folder, console).files());
    GatewayConfig gateway = Sending.read(chosen.get(JobOptions.GATEWAY_CONFIG), console);
    Ports.requireFree(checked.metricsPort());
    try (LocalFolder kept = LocalFolder.claim(data);
        Interrupt interrupt = Interrupt.listen()) {
      chosen.set(JobOptions.CHECKPOINT_DIRECTORY, kept.checkpoints().toUri().toString());
      if (brokers != null) {
        run(chosen, brokers, files, gateway, kept, interrupt);
      } else {
        console.say("starting a Kafka broker ...");
        try (EmbeddedBroker broker =
            EmbeddedBroker.start(kept.broker(), port == null ? USUAL_PORT : port)) {
          run(chosen, broker.bootstrapServers(), files, gateway, kept, interrupt);
        }
      }
    } catch (IOException e) {
      throw Stop.outside(e.getMessage(), e);
    }
    return Stop.DONE;
  }

  private void requireUsage() {
    Stop.require(
        spec, port == null || port >= 0 && port <= 65_535, "--port is a number from 0 to 65535");
    Stop.require(
        spec,
        port == null || kafka.brokers() == null,
        "--port is that of a broker in this process; with --kafka there is none");
    // Flink would take it for milliseconds.
    Stop.require(
        spec,
        checkpointInterval == null || !NO_UNIT.matcher(checkpointInterval).matches(),
        "--checkpoint-interval needs a unit, such as " + checkpointInterval + "s");
  }

  private void run(
      Configuration chosen,
      String bootstrap,
      WorkspaceFiles files,
      GatewayConfig gateway,
      LocalFolder kept,
      Interrupt interrupt)
      throws IOException {
    chosen.set(JobOptions.BOOTSTRAP_SERVERS, bootstrap);
    JobSettings settings = JobSettings.of(chosen);
    String checkpoint = LocalCluster.latestCheckpoint(kept.checkpoints()).orElse(null);
    String cluster = TopicSetup.clusterId(settings.kafka());
    kept.requireOf(
        "topics " + settings.topics().prefix() + ".* in Kafka cluster " + cluster,
        checkpoint != null);
    JobRules rules = StartingRules.of(files, settings, System.getProperty("user.name"));
    Workspace workspace = rules.workspace();
    List<String> channels = TopicNames.pushed(workspace);
    TopicSetup.ensure(settings.kafka(), settings.topics(), channels, settings.parallelism());
    if (kafka.brokers() == null) {
      TopicSetup.ensure(settings.kafka(), TopicNames.foreign(workspace), settings.parallelism());
    } else {
      TopicSetup.require(settings.kafka(), TopicNames.foreign(workspace));
    }
    console.say("starting the job ...");
    try (Engine engine =
            Engine.start(rules, settings, kept.scratch(settings.rocksdbFolder()), checkpoint);
        Sending sending = sending(gateway, settings)) {
      ready(settings, rules, files, checkpoint);
      while (!interrupt.within(1_000)) {
        engine.check();
        sending.check();
      }
      console.say("saving the state ...");
      engine.stop(kept.checkpoints(), console);
    }
    console.say("stopped");
  }

  private Sending sending(GatewayConfig gateway, JobSettings settings) throws IOException {
    return Sending.start(
        gateway, settings.kafka(), settings.topics(), settings.metricsPort(), console);
  }

  private void ready(
      JobSettings settings, JobRules rules, WorkspaceFiles files, String checkpoint) {
    Workspace workspace = rules.workspace();
    Deployment first = rules.first();
    console.say("workspace   " + workspace.settings().name() + ", bundle " + first.bundle());
    if (!first.files().version().equals(files.version())) {
      console.say("            as deployed, activation " + first.number() + ": not what the");
      console.say("            folder says; `deploy` it to have that");
    }
    console.say("Kafka       " + settings.bootstrapServers());
    console.say("events to   " + settings.topics().events());
    for (String topic : TopicNames.foreign(workspace)) {
      console.say("and to      " + topic);
    }
    for (String channel : TopicNames.pushed(workspace)) {
      console.say("offers in   " + settings.topics().offers(channel));
    }
    console.say("decisions   " + settings.topics().decisions());
    console.say("refused     " + settings.topics().deadLetters());
    Engine.metricsPage().ifPresent(page -> console.say("metrics     " + page));
    console.say("kept in     " + data + (checkpoint == null ? "" : " (goes on from there)"));
    console.say("ready; Ctrl-C ends it");
  }

  private Configuration chosen() {
    Configuration chosen = new Configuration();
    more.putInto(chosen);
    kafka.putInto(chosen, console);
    put(chosen, JobOptions.PARALLELISM, parallelism);
    put(chosen, JobOptions.CHECKPOINT_INTERVAL, checkpointInterval);
    put(chosen, JobOptions.METRICS_PORT, metricsPort);
    prefix.putInto(chosen);
    return chosen;
  }

  private static void put(Configuration chosen, ConfigOption<?> option, Object value) {
    if (value != null) {
      chosen.setString(option.key(), value.toString());
    }
  }
}
