package io.offerflow.pipeline.cluster;

import io.offerflow.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A Kafka broker as a process of its own: its folder and its port. */
public final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("write the broker's folder and its port");
    }
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
  }
}
