package io.offerflow.pipeline.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the cluster, which can be killed and started again. For one thread. */
public final class Member {
  private static final long PATIENCE_SECONDS = 30;

  private final String name;
  private final Path folder;
  private final String heap;
  private final Class<?> main;
  private final List<String> arguments;
  private Process process;
  private boolean stopped;

  Member(String name, Path folder, String heap, Class<?> main, List<String> arguments) {
    this.name = name;
    this.folder = folder;
    this.heap = heap;
    this.main = main;
    this.arguments = arguments;
  }

  public String name() {
    return name;
  }

  /** Starts it, unless it runs. */
  public void start() throws IOException {
    if (isAlive()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What Flink needs of Java's insides, as its own scripts open it.
    command.addAll(List.of("--add-opens", "java.base/java.util=ALL-UNNAMED"));
    // They live for seconds and share the machine.
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Ddrools.parallelRulesBuildThreshold=-1");
    command.add("-Ddrools.parallelLambdaExternalization=false");
    command.add("-Dofferflow.log=" + folder.resolve(name + ".log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    File said = folder.resolve(name + ".out").toFile();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said))
            .start();
    stopped = false;
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public boolean isStopped() {
    return stopped;
  }

  /** {@code kill -9}; returns once it is gone. */
  public void kill() {
    if (!isAlive()) {
      return;
    }
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped = false;
  }

  /** It stands still, its connections stay open. */
  public void stop() throws IOException {
    signal("-STOP");
    stopped = true;
  }

  /** It goes on where it stood still, and knows nothing of the time in between. */
  public void goOn() throws IOException {
    signal("-CONT");
    stopped = false;
  }

  private void signal(String signal) throws IOException {
    if (!isAlive()) {
      return;
    }
    String pid = Long.toString(process.pid());
    Process kill = new ProcessBuilder("kill", signal, pid).start();
    try {
      kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
