package io.offerflow.pipeline.cli;

import io.offerflow.kafka.ClientProperties;
import io.offerflow.pipeline.job.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which a command finds Kafka brokers that are not its own, and is let in. */
final class KafkaOptions {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** One broker, with the port and, as Kafka's clients take it, perhaps the protocol. */
  private static final Pattern BROKER =
      Pattern.compile("(?:\\w+://)?(?:[\\w.%-]+|\\[[\\w:.%]+\\]):(\\d{1,5})");

  @Option(names = "--kafka", paramLabel = "H:P", description = "The Kafka brokers to use.")
  private String brokers;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "A file of properties for every Kafka client: TLS and credentials.")
  private Path file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** {@code host:port}, several with commas; null where none were named. */
  String brokers() {
    if (brokers == null && file != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--kafka-properties is for the brokers that --kafka names; name them");
    }
    for (String broker : brokers == null ? new String[0] : brokers.split(",")) {
      Stop.require(
          spec,
          isBroker(broker.strip()),
          "--kafka wants HOST:PORT such as localhost:9092, several with commas, not '"
              + broker
              + "'");
    }
    return brokers;
  }

  private static boolean isBroker(String text) {
    var matcher = BROKER.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) <= 65_535;
  }

  /** What a client of the brokers is given. */
  Properties clients() {
    return ClientProperties.of(brokers(), properties());
  }

  /** Tells the job of the file, and the user where others can read the secrets in it. */
  void putInto(Configuration settings, Console console) {
    Map<String, String> read = properties();
    if (file != null) {
      settings.set(JobOptions.KAFKA_PROPERTIES_FILE, file.toAbsolutePath().toString());
      boolean secrets =
          read.entrySet().stream()
              .anyMatch(p -> ClientProperties.isSecret(p.getKey()) && !p.getValue().contains("${"));
      if (secrets && isOpen(file)) {
        console.say("warning: others can read the secrets in " + file + "; chmod 600 closes it");
      }
    }
  }

  private Map<String, String> properties() {
    try {
      return file == null ? Map.of() : ClientProperties.read(file);
    } catch (IOException e) {
      throw Stop.input(e.getMessage());
    }
  }

  /** Whether others than its owner can read a file, or change it. */
  static boolean isOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      // Where permissions are none of POSIX there is nothing to say of them.
      return false;
    }
  }
}
