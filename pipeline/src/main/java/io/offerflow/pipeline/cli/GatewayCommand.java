package io.offerflow.pipeline.cli;

import io.offerflow.gateway.GatewayConfig;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends offers and brings receipts back, until Ctrl-C. */
@Command(
    name = "gateway",
    description = "Send offers by SMPP and HTTP, and bring receipts back.",
    footer = {
      "",
      "What it is told in CONFIG stands in docs/gateways.md. Several of them share the work; one",
      "that is stopped loses nothing: the next goes on where it was."
    })
final class GatewayCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "CONFIG", description = "The file of accounts and channels.")
  private String file;

  @Mixin private KafkaOptions kafka;

  @Mixin private PrefixOption prefix;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      defaultValue = "9405",
      description = "Where Prometheus reads metrics; 0 for any port, -1 for none. Default: 9405.")
  private int metricsPort;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  GatewayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Stop.require(spec, kafka.brokers() != null, "say where Kafka is with --kafka H:P");
    GatewayConfig config = Sending.read(file, console);
    Ports.requireFree(metricsPort);
    try (Interrupt interrupt = Interrupt.listen();
        Sending sending =
            Sending.start(
                config, kafka.clients(), new Topics(prefix.text()), metricsPort, console)) {
      Engine.metricsPage().ifPresent(page -> console.say("metrics     " + page));
      console.say("ready; Ctrl-C ends it");
      while (!interrupt.within(1_000)) {
        sending.check();
      }
      console.say("waiting for answers ...");
    } catch (IOException e) {
      throw Stop.outside(e.getMessage(), e);
    }
    console.say("stopped");
    return Stop.DONE;
  }
}
