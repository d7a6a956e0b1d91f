package io.offerflow.gateway;

import io.offerflow.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A gateway in a process of its own, to be killed. */
final class GatewayProcess {
  private GatewayProcess() {}

  /** Runs until it is killed, or until its input ends. */
  public static void main(String[] args) throws Exception {
    Properties kafka = new Properties();
    kafka.put("bootstrap.servers", args[1]);
    // So long Kafka waits before it takes the killed one for gone.
    kafka.put("session.timeout.ms", "3000");
    kafka.put("heartbeat.interval.ms", "500");
    try (Gateway gateway =
        Gateway.start(
            GatewayConfig.read(Path.of(args[0])), kafka, new Topics(args[2]), GatewayMetrics.OFF)) {
      while (System.in.read() >= 0) {
        gateway.check();
      }
    }
  }

  static Process start(Path config, String bootstrap, Topics topics) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GatewayProcess.class.getName(),
            config.toString(),
            bootstrap,
            topics.prefix());
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
