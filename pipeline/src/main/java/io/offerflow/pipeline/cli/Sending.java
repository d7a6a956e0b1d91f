package io.offerflow.pipeline.cli;

import io.offerflow.gateway.Gateway;
import io.offerflow.gateway.GatewayConfig;
import io.offerflow.gateway.GatewayMetrics;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.metrics.MicrometerGatewayMetrics;
import io.offerflow.workspace.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/** A gateway within this process, with its metrics; or none, which does nothing. */
final class Sending implements AutoCloseable {
  private final Gateway gateway;
  private final MicrometerGatewayMetrics metrics;

  private Sending(Gateway gateway, MicrometerGatewayMetrics metrics) {
    this.gateway = gateway;
    this.metrics = metrics;
  }

  /**
   * The settings in a file; null for no file.
   *
   * @throws Stop when something is wrong with it, which was then said line by line
   */
  static GatewayConfig read(String file, Console console) {
    if (file == null) {
      return null;
    }
    try {
      return GatewayConfig.read(Path.of(file));
    } catch (GatewayConfig.InvalidException e) {
      for (Problem problem : e.problems()) {
        console.say(problem.toString());
      }
      int count = e.problems().size();
      throw Stop.input(
          file + " has " + count + (count == 1 ? " problem" : " problems") + ": nothing is sent");
    } catch (IOException e) {
      throw Stop.input("the gateway's file, " + file + ", cannot be read");
    }
  }

  /**
   * Starts it.
   *
   * @param config null for none
   * @param metricsPort 0 for any free one, -1 for no metrics
   */
  static Sending start(
      GatewayConfig config, Properties kafka, Topics topics, int metricsPort, Console console)
      throws IOException {
    if (config == null) {
      return new Sending(null, null);
    }
    MicrometerGatewayMetrics metrics =
        metricsPort < 0 ? null : MicrometerGatewayMetrics.open(metricsPort);
    try {
      GatewayMetrics counted = metrics == null ? GatewayMetrics.OFF : metrics;
      Gateway gateway = Gateway.start(config, kafka, topics, counted);
      config
          .channels()
          .values()
          .forEach(
              channel ->
                  console.say(
                      "sends       "
                          + topics.offers(channel.channel())
                          + " by account "
                          + channel.account()));
      return new Sending(gateway, metrics);
    } catch (IOException | RuntimeException e) {
      if (metrics != null) {
        metrics.close();
      }
      throw e;
    }
  }

  /** Throws what broke the gateway, if anything did. */
  void check() throws IOException {
    if (gateway != null) {
      gateway.check();
    }
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }
}
