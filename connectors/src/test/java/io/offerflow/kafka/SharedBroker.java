package io.offerflow.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The broker that the test classes of one JVM share: starting one takes longer than most tests.
 * Each test gives its topics names of their own.
 */
public final class SharedBroker implements BeforeAllCallback {
  /** Whoever was killed is missed sooner than Kafka allows by itself. */
  private static final Map<String, String> SETTINGS =
      Map.of("group.min.session.timeout.ms", "1000");

  private EmbeddedBroker broker;

  @Override
  public void beforeAll(ExtensionContext context) {
    broker =
        context
            .getRoot()
            .getStore(Namespace.create(SharedBroker.class))
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
            .broker();
  }

  public EmbeddedBroker broker() {
    return broker;
  }

  /** What a client needs. */
  public Properties kafka() {
    return broker.clientProperties();
  }

  private record Running(EmbeddedBroker broker, Path folder) implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("offerflow-broker");
        return new Running(
            EmbeddedBroker.start(folder.resolve("broker"), 0, "PLAINTEXT", SETTINGS), folder);
      } catch (IOException e) {
        throw new AssertionError("the broker of all tests does not start", e);
      }
    }

    @Override
    public void close() throws IOException {
      broker.close();
      Utils.delete(folder.toFile());
    }
  }
}
