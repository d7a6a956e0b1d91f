package io.offerflow.benchmarks;

import io.offerflow.codec.Rfc3339;
import io.offerflow.gateway.Gateway;
import io.offerflow.gateway.GatewayConfig;
import io.offerflow.gateway.GatewayMetrics;
import io.offerflow.gateway.smpp.TestSmsc;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the gateway adds: how many messages a second go from Kafka to an SMSC on this machine, and
 * how long one is on its way there when they come at a given rate. Broker, gateway and SMSC share
 * the process.
 */
@Command(name = "gateway", mixinStandardHelpOptions = true, description = "Times the gateway.")
public final class GatewayBenchmark implements Callable<Integer> {
  private static final Topics TOPICS = new Topics("bench");
  private static final int PARTITIONS = 2;
  private static final long PATIENCE_MINUTES = 10;
  private static final String PUSH =
      """
      {"v":1,"decision":"%s","customer":"c-%d","channel":"sms","to":"+86138%08d","campaign":"k",
       "offer":"o","content":{"text":"%d"},"language":"en","class":"sales","decided":"%s",
       "deadline":"%s","bundle":"b"}""";

  @Option(names = "--messages", defaultValue = "20000", description = "default ${DEFAULT-VALUE}")
  private int messages;

  @Option(names = "--rate", defaultValue = "200", description = "default ${DEFAULT-VALUE}")
  private int rate;

  @Option(names = "--seconds", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--binds", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int binds;

  @Option(names = "--window", defaultValue = "50", description = "default ${DEFAULT-VALUE}")
  private int window;

  private long[] appended;

  public static void main(String[] args) {
    System.exit(new CommandLine(new GatewayBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0);
        TestSmsc smsc = TestSmsc.start()) {
      Properties kafka = new Properties();
      kafka.setProperty("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TOPICS, List.of("sms"), PARTITIONS);
      GatewayConfig config = config(scratch.folder(), smsc);
      System.out.printf(
          Locale.ROOT,
          "%d binds, window %d: %.0f messages/s%n",
          binds,
          window,
          throughput(kafka, config, smsc));
      System.out.printf(
          Locale.ROOT,
          "at %d messages/s, ms from append to SMSC: %s%n",
          rate,
          latency(kafka, config, smsc));
    }
    return 0;
  }

  private GatewayConfig config(Path folder, TestSmsc smsc) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret");
    return GatewayConfig.read(
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            gateway: 1
            accounts:
              smsc:
                protocol: smpp
                host: 127.0.0.1
                port: %d
                system id: bench
                password: file:%s
                binds: %d
                window: %d
            channels:
              sms: {account: smsc, from: "10086"}
            """
                .formatted(smsc.port(), password, binds, window)));
  }

  /** All of them stand in Kafka before the gateway starts; the first tenth warms it up. */
  private double throughput(Properties kafka, GatewayConfig config, TestSmsc smsc)
      throws Exception {
    int warm = messages / 10;
    long[] began = new long[1];
    CountDownLatch warmed = new CountDownLatch(warm);
    CountDownLatch all = new CountDownLatch(messages);
    smsc.behave(
        (message, there) -> {
          warmed.countDown();
          all.countDown();
          return 0;
        });
    appended = new long[messages];
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      for (int i = 0; i < messages; i++) {
        append(producer, "t", i);
      }
    }
    try (Gateway gateway = Gateway.start(config, kafka, TOPICS, GatewayMetrics.OFF)) {
      await(warmed);
      began[0] = System.nanoTime();
      await(all);
      double nanos = System.nanoTime() - began[0];
      gateway.check();
      return (messages - warm) / (nanos / 1e9);
    }
  }

  /** The first quarter of the time warms it up and is left out. */
  private String latency(Properties kafka, GatewayConfig config, TestSmsc smsc) throws Exception {
    int count = rate * seconds;
    Histogram millis = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    CountDownLatch all = new CountDownLatch(count);
    appended = new long[count];
    smsc.behave(
        (message, there) -> {
          int number = Integer.parseInt(message.text());
          if (number >= count / 4) {
            millis.recordValue((System.nanoTime() - appended[number]) / 1_000);
          }
          all.countDown();
          return 0;
        });
    try (Gateway gateway = Gateway.start(config, kafka, TOPICS, GatewayMetrics.OFF);
        KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        append(producer, "l", i);
      }
      await(all);
      gateway.check();
    }
    return String.format(
        Locale.ROOT,
        "p50 %.1f, p99 %.1f, p99.9 %.1f",
        millis.getValueAtPercentile(50) / 1e3,
        millis.getValueAtPercentile(99) / 1e3,
        millis.getValueAtPercentile(99.9) / 1e3);
  }

  private static KafkaProducer<byte[], byte[]> producer(Properties kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty("linger.ms", "0");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void append(KafkaProducer<byte[], byte[]> producer, String run, int number) {
    long now = System.currentTimeMillis();
    String push =
        PUSH.formatted(
            run + "-" + number,
            number,
            number,
            number,
            Rfc3339.format(now),
            Rfc3339.format(now + Duration.ofHours(1).toMillis()));
    appended[number] = System.nanoTime();
    byte[] key = ("c-" + number).getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(TOPICS.offers("sms"), key, push.getBytes(StandardCharsets.UTF_8)));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(latch.getCount() + " messages did not come");
    }
  }
}
