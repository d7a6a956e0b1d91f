package io.offerflow.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.offerflow.codec.Rfc3339;
import io.offerflow.gateway.Gateway;
import io.offerflow.gateway.GatewayConfig;
import io.offerflow.gateway.GatewayMetrics;
import io.offerflow.gateway.smpp.TestSmsc;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the gateway adds: how many messages a second go from Kafka to an SMSC or an HTTP service on
 * this machine, and how long one is on its way there when they come at a given rate. Broker,
 * gateway and peer share the process.
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

  @Option(
      names = "--http",
      description = "send by HTTP, at most --binds times --window requests at once")
  private boolean http;

  private long[] appended;

  /** The other side: takes everything, and tells the text of each message. */
  private interface Peer extends AutoCloseable {
    void hear(Consumer<String> texts);

    /** The account's settings for it. */
    String account();

    @Override
    void close() throws IOException;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new GatewayBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0);
        Peer peer = http ? service() : smsc(scratch.folder())) {
      Properties kafka = new Properties();
      kafka.setProperty("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TOPICS, List.of("sms"), PARTITIONS);
      GatewayConfig config = config(scratch.folder(), peer);
      System.out.printf(
          Locale.ROOT,
          "%d binds, window %d: %.0f messages/s%n",
          binds,
          window,
          throughput(kafka, config, peer));
      System.out.printf(
          Locale.ROOT,
          "at %d messages/s, ms from append to peer: %s%n",
          rate,
          latency(kafka, config, peer));
    }
    return 0;
  }

  private static GatewayConfig config(Path folder, Peer peer) throws Exception {
    return GatewayConfig.read(
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            gateway: 1
            accounts:
              peer: %s
            channels:
              sms: {account: peer, from: "10086"}
            """
                .formatted(peer.account())));
  }

  private Peer smsc(Path folder) throws IOException {
    TestSmsc smsc = TestSmsc.start();
    Path password = Files.writeString(folder.resolve("password"), "secret");
    return new Peer() {
      @Override
      public void hear(Consumer<String> texts) {
        smsc.behave(
            (message, there) -> {
              texts.accept(message.text());
              return 0;
            });
      }

      @Override
      public String account() {
        return "{protocol: smpp, host: 127.0.0.1, port: %d, system id: bench,"
                .formatted(smsc.port())
            + " password: \"file:%s\", binds: %d, window: %d}".formatted(password, binds, window);
      }

      @Override
      public void close() throws IOException {
        smsc.close();
      }
    };
  }

  private Peer service() throws IOException {
    // Else the JDK's server waits for the other side's word before it sends the end of an answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicReference<Consumer<String>> heard = new AtomicReference<>(text -> {});
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            heard.get().accept(new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    return new Peer() {
      @Override
      public void hear(Consumer<String> texts) {
        heard.set(texts);
      }

      @Override
      public String account() {
        return "{protocol: http, request: {url: \"http://127.0.0.1:%d/\", text: \"{{body}}\"}, window: %d}"
            .formatted(server.getAddress().getPort(), binds * window);
      }

      @Override
      public void close() {
        server.stop(0);
        threads.shutdownNow();
      }
    };
  }

  /** All of them stand in Kafka before the gateway starts; the first tenth warms it up. */
  private double throughput(Properties kafka, GatewayConfig config, Peer peer) throws Exception {
    int warm = messages / 10;
    long[] began = new long[1];
    CountDownLatch warmed = new CountDownLatch(warm);
    CountDownLatch all = new CountDownLatch(messages);
    peer.hear(
        text -> {
          warmed.countDown();
          all.countDown();
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
  private String latency(Properties kafka, GatewayConfig config, Peer peer) throws Exception {
    int count = rate * seconds;
    Histogram millis = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    CountDownLatch all = new CountDownLatch(count);
    appended = new long[count];
    peer.hear(
        text -> {
          int number = Integer.parseInt(text);
          if (number >= count / 4) {
            millis.recordValue((System.nanoTime() - appended[number]) / 1_000);
          }
          all.countDown();
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
