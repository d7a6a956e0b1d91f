package io.offerflow.kafka;

import java.io.IOException;
import java.nio.file.Path;

/** A Kafka broker and controller (KRaft) in this process, on the loopback interface alone. */
public final class EmbeddedBroker implements AutoCloseable {

  /**
   * Formats the folder when it is new, and starts.
   *
   * @param folder where its logs are kept
   * @param port 0 for any free one
   * @throws IOException saying in one sentence what is in the way: the port is taken, the folder
   *     cannot be written
   */
  public static EmbeddedBroker start(Path folder, int port) throws IOException {
    throw new UnsupportedOperationException("being written");
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void close() {}
}
