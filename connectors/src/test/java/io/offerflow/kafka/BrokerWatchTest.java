package io.offerflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aBrokerIsHeardMissedAndHeardAgain(@TempDir Path folder) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    Properties kafka = broker.clientProperties();
    BrokerWatch watch = BrokerWatch.of(kafka);
    assertThat(BrokerWatch.of(broker.clientProperties())).isSameAs(watch);
    await(watch::isReachable);
    long before = System.nanoTime();
    await(() -> watch.heardAt() - before > 0);
    broker.close();
    long away = System.nanoTime();
    await(() -> watch.missedAt() - away > 0);
    assertThat(watch.heardAt() - away).as("asked before it went").isNegative();
    long back = System.nanoTime();
    try (EmbeddedBroker again = EmbeddedBroker.start(folder.resolve("broker"), broker.port())) {
      await(() -> watch.heardAt() - back > 0);
      assertThat(again.port()).isEqualTo(broker.port());
    }
  }

  private static void await(BooleanSupplier wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
