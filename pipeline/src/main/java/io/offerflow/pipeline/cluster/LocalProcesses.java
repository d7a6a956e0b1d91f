package io.offerflow.pipeline.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A broker, a job manager and two task managers, each a process of its own, on one machine. */
public final class LocalProcesses implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Member broker;
  private final Member jobManager;
  private final List<Member> taskManagers;
  private final String bootstrapServers;
  private final int restPort;

  /** They outlive nobody who started them. */
  private final Thread atExit = new Thread(this::kill, "offerflow-processes");

  private LocalProcesses(
      Member broker,
      Member jobManager,
      List<Member> taskManagers,
      String bootstrapServers,
      int restPort) {
    this.broker = broker;
    this.jobManager = jobManager;
    this.taskManagers = taskManagers;
    this.bootstrapServers = bootstrapServers;
    this.restPort = restPort;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Writes what they need; starts none.
   *
   * @param folder for all that they keep, their logs too
   * @param settings more lines of {@code config.yaml}
   */
  public static LocalProcesses in(Path folder, Path workspace, Map<String, String> settings)
      throws IOException {
    Path root = Files.createDirectories(folder).toAbsolutePath();
    int brokerPort = freePort();
    int restPort = freePort();
    String bootstrap = HOST + ":" + brokerPort;
    Map<String, String> common = new TreeMap<>(defaults(root, restPort, bootstrap));
    common.putAll(settings);
    String conf = config(root.resolve("conf"), common);
    String port = Integer.toString(brokerPort);
    String kafka = root.resolve("kafka").toString();
    List<Member> taskManagers = new ArrayList<>();
    for (String name : List.of("task-manager-1", "task-manager-2")) {
      taskManagers.add(new Member(name, root, "512m", TaskManagerMain.class, List.of(conf)));
    }
    return new LocalProcesses(
        new Member("broker", root, "512m", BrokerMain.class, List.of(kafka, port)),
        new Member(
            "job-manager",
            root,
            "384m",
            JobManagerMain.class,
            List.of(conf, workspace.toAbsolutePath().toString())),
        List.copyOf(taskManagers),
        bootstrap,
        restPort);
  }

  /** One loss is noticed within seconds, and one task manager can carry the whole job. */
  private static Map<String, String> defaults(Path root, int restPort, String bootstrap)
      throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("jobmanager.rpc.address", HOST);
    defaults.put("jobmanager.rpc.port", Integer.toString(freePort()));
    defaults.put("jobmanager.bind-host", HOST);
    defaults.put("rest.address", HOST);
    defaults.put("rest.port", Integer.toString(restPort));
    defaults.put("taskmanager.host", HOST);
    defaults.put("taskmanager.bind-host", HOST);
    defaults.put("taskmanager.numberOfTaskSlots", "2");
    defaults.put("taskmanager.memory.managed.size", "128m");
    defaults.put("heartbeat.interval", "1 s");
    defaults.put("heartbeat.timeout", "8 s");
    defaults.put("restart-strategy.type", "fixed-delay");
    defaults.put("restart-strategy.fixed-delay.attempts", Integer.toString(Integer.MAX_VALUE));
    defaults.put("restart-strategy.fixed-delay.delay", "500 ms");
    defaults.put("io.tmp.dirs", Files.createDirectories(root.resolve("scratch")).toString());
    defaults.put("execution.checkpointing.num-retained", "2");
    defaults.put("offerflow.kafka.bootstrap-servers", bootstrap);
    defaults.put("offerflow.checkpoint.directory", root.resolve("checkpoints").toUri().toString());
    defaults.put("offerflow.metrics-port", "-1");
    return defaults;
  }

  private static String config(Path folder, Map<String, String> settings) throws IOException {
    Files.createDirectories(folder);
    StringBuilder lines = new StringBuilder();
    settings.forEach((key, value) -> lines.append(key).append(": \"").append(value).append("\"\n"));
    Files.writeString(folder.resolve("config.yaml"), lines);
    return folder.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  public Member broker() {
    return broker;
  }

  Member jobManager() {
    return jobManager;
  }

  /** Broker, job manager, task managers. */
  public List<Member> all() {
    List<Member> all = new ArrayList<>(List.of(broker, jobManager));
    all.addAll(taskManagers);
    return all;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Where the job manager tells what runs. */
  int restPort() {
    return restPort;
  }

  private void kill() {
    all().forEach(Member::kill);
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // It runs already, and finds nothing to do.
    }
  }
}
