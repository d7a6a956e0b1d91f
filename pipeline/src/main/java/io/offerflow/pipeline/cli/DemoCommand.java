package io.offerflow.pipeline.cli;

import io.offerflow.gateway.GatewayConfig;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.pipeline.demo.Demo;
import io.offerflow.pipeline.demo.LiveScreen;
import io.offerflow.pipeline.demo.PlainScreen;
import io.offerflow.pipeline.demo.Screen;
import io.offerflow.pipeline.demo.Summary;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.StartingRules;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything on this machine alone: a broker, the job, a city, a view. */
@Command(
    name = "demo",
    description = "A broker, the job, a synthetic city and a live view, on this machine alone.",
    footer = {
      "",
      "The city lives on the wall clock; most customers' time zones are chosen so that it is day",
      "where they are, or quiet hours would keep nearly every offer back at night."
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long events are sent. Default: until Ctrl-C.")
  private Integer seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Events per second. Default: 2000.")
  private int rate;

  @Option(names = "--json", description = "End with one JSON object, the last line of stdout.")
  private boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed is the same city. Default: 1.")
  private long seed;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many live there once all have moved in. Default: 100000.")
  private int customers;

  @Mixin private MoreSettings more;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Stop.require(spec, seconds == null || seconds >= 1, "--seconds is a whole number from 1");
    Stop.require(
        spec, rate >= 1 && rate <= 1_000_000, "--rate is a whole number from 1 to 1000000");
    Stop.require(spec, customers >= 1, "--customers is a whole number from 1");
    Path example = Example.telecom();
    WorkspaceFiles files = WorkspaceFiles.of(WorkspaceFolder.readGood(example, console).files());
    Workspace workspace = files.workspace();
    Configuration chosen = new Configuration();
    more.putInto(chosen);
    GatewayConfig gateway = Sending.read(chosen.get(JobOptions.GATEWAY_CONFIG), console);
    try (LocalFolder folder = LocalFolder.temporary();
        Interrupt interrupt = Interrupt.listen()) {
      Summary summary = run(workspace, files, gateway, folder, interrupt);
      summary.lines().forEach(json ? console::say : console::print);
      if (json) {
        console.print(summary.json());
      }
    } catch (IOException e) {
      throw Stop.outside(e.getMessage(), e);
    }
    return Stop.DONE;
  }

  private Summary run(
      Workspace workspace,
      WorkspaceFiles files,
      GatewayConfig gateway,
      LocalFolder folder,
      Interrupt interrupt)
      throws IOException {
    console.say("starting a Kafka broker ...");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.broker(), 0)) {
      String bootstrap = broker.bootstrapServers();
      JobSettings settings = settings(bootstrap, folder);
      List<String> channels = TopicNames.pushed(workspace);
      TopicSetup.ensure(settings.kafka(), settings.topics(), channels, settings.parallelism());
      Demo.stampOnAppend(settings.kafka(), settings.topics(), channels);
      console.say("starting the job ...");
      JobRules rules = StartingRules.of(files, settings, System.getProperty("user.name"));
      try (Engine engine =
              Engine.start(rules, settings, folder.scratch(settings.rocksdbFolder()), null);
          Sending sending =
              Sending.start(gateway, settings.kafka(), settings.topics(), 0, console);
          Screen screen = screen()) {
        Demo.Settings chosen =
            new Demo.Settings(seconds == null ? 0 : seconds, rate, seed, customers);
        URI metrics = URI.create(Engine.metricsPage().orElseThrow());
        Demo demo =
            new Demo(chosen, settings.kafka(), settings.topics(), channels, metrics, screen);
        long launched = ManagementFactory.getRuntimeMXBean().getStartTime();
        Demo.Check both =
            () -> {
              engine.check();
              sending.check();
            };
        return demo.run(both, interrupt::within, launched);
      }
    }
  }

  private JobSettings settings(String bootstrap, LocalFolder folder) {
    Configuration chosen = new Configuration();
    more.putInto(chosen);
    chosen.set(JobOptions.BOOTSTRAP_SERVERS, bootstrap);
    chosen.set(JobOptions.CHECKPOINT_DIRECTORY, folder.checkpoints().toUri().toString());
    chosen.set(JobOptions.METRICS_PORT, 0);
    return more.checked(chosen);
  }

  /** The launcher says whether stdout is a terminal; Java cannot tell it apart from stdin. */
  private Screen screen() throws IOException {
    boolean terminal = Boolean.getBoolean("offerflow.terminal") && !json;
    if (terminal) {
      return new LiveScreen();
    }
    return new PlainScreen(json ? console::say : console::print);
  }
}
