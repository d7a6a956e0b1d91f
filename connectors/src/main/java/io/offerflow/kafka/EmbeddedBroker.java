package io.offerflow.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller (KRaft) in this process, on the loopback interface alone.
 *
 * <p>For a machine of its own, a demonstration or a test: one node, every topic with one replica,
 * no encryption unless it is asked for. Topics are made explicitly ({@link TopicSetup}), never by
 * being named. How much it logs is the caller's logging configuration; its loggers begin with
 * {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger}.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final int NODE_ID = 1;
  private static final String HOST = "127.0.0.1";

  /** The listener that clients come in by. */
  private static final String CLIENTS = "CLIENTS";

  /**
   * A port found free can be taken before Kafka binds it; with this many tries that is no worry.
   */
  private static final int TRIES_FOR_A_FREE_PORT = 3;

  private final KafkaRaftServer server;
  private final BrokerFolder folder;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, BrokerFolder folder, int port) {
    this.server = server;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Formats the folder when it is new, and starts. A folder that an earlier broker left is taken up
   * with all that is in it. Returns once clients can connect.
   *
   * @param folder where its logs are kept; made when it is not there
   * @param port 0 for any free one
   * @throws IOException saying in one sentence what is in the way: the port is taken, the folder
   *     cannot be written, is used by another broker, holds other files, or was written by a newer
   *     Kafka
   */
  public static EmbeddedBroker start(Path folder, int port) throws IOException {
    return start(folder, port, "PLAINTEXT", Map.of());
  }

  /**
   * As {@link #start(Path, int)}, for clients that come in by another protocol.
   *
   * @param protocol {@code PLAINTEXT SSL SASL_PLAINTEXT SASL_SSL}
   * @param more settings of the broker that the protocol asks for, such as its certificate
   */
  public static EmbeddedBroker start(
      Path folder, int port, String protocol, Map<String, String> more) throws IOException {
    BrokerFolder claimed = BrokerFolder.claim(folder);
    try {
      return start(claimed, port, protocol, more);
    } catch (IOException | RuntimeException | Error e) {
      claimed.release();
      throw e;
    }
  }

  private static EmbeddedBroker start(
      BrokerFolder folder, int port, String protocol, Map<String, String> more) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int brokerPort = port == 0 ? freePort() : requireFree(port);
      int controllerPort = freePort();
      Properties settings = settings(folder.path(), brokerPort, controllerPort, protocol);
      settings.putAll(more);
      format(folder);
      KafkaRaftServer server = null;
      try {
        server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, folder, brokerPort);
      } catch (RuntimeException e) {
        if (server != null) {
          server.shutdown();
          server.awaitShutdown();
        }
        boolean bindFailed = String.valueOf(e.getMessage()).contains("bind");
        if (!bindFailed || port != 0 || attempt == TRIES_FOR_A_FREE_PORT) {
          throw new IOException("the embedded broker does not start: " + e.getMessage(), e);
        }
      }
    }
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** For clients that need nothing but its address. */
  public Properties clientProperties() {
    return ClientProperties.of(bootstrapServers(), Map.of());
  }

  public int port() {
    return port;
  }

  /** Stops it; what was written stays in the folder. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      folder.release();
    }
  }

  private static void format(BrokerFolder folder) throws IOException {
    if (folder.formatted()) {
      return;
    }
    String path = folder.path().toString();
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(path))
          .setMetadataLogDirectory(path)
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the folder " + path + " cannot be prepared: " + e.getMessage(), e);
    }
  }

  private static Properties settings(
      Path folder, int brokerPort, int controllerPort, String protocol) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("log.dirs", folder.toString());
    String broker = CLIENTS + "://" + HOST + ":" + brokerPort;
    String controller = "CONTROLLER://" + HOST + ":" + controllerPort;
    settings.put("listeners", broker + "," + controller);
    settings.put("advertised.listeners", broker);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", CLIENTS);
    settings.put(
        "listener.security.protocol.map", CLIENTS + ":" + protocol + ",CONTROLLER:PLAINTEXT");
    settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    settings.put("auto.create.topics.enable", "false");
    // There is one node, so what Kafka keeps for itself can have one replica only.
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // Small numbers of everything: it shares the machine with the job that it feeds.
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    // Kafka maps 10 MB for each index, and where the system reads far ahead it fills them with
    // zeros at the first write, in one piece that keeps a processor for 20 to 40 ms. This is
    // enough for segments of 85 MB.
    settings.put("log.index.size.max.bytes", Integer.toString(256 << 10));
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static int requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(HOST, port));
      return port;
    } catch (IOException e) {
      throw new IOException(
          "port " + port + " on " + HOST + " is in use: choose another, or stop what listens there",
          e);
    }
  }
}
