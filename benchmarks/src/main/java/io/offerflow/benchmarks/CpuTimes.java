package io.offerflow.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Which part of this process used how much of the processors, by the names of its threads, those of
 * native code included. Linux tells it; elsewhere there is nothing. It looks every tenth of a
 * second, for threads that end are forgotten.
 */
final class CpuTimes implements AutoCloseable {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Linux counts in hundredths of a second. */
  private static final double SECONDS_A_TICK = 0.01;

  /** Where user and system time stand after a thread's name. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  static final String REST = "rest";
  static final String BROKER = "broker";
  static final String COMPILERS = "JVM's compilers";

  /** By how a thread's name begins; Linux keeps fifteen characters of it. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("Source: read", "decode, towards the shuffle");
    PARTS.put("Source Data", "fetch");
    PARTS.put("decide ->", "decide, send");
    PARTS.put("OutputFlusher", "shuffle's flusher");
    PARTS.put("rocksdb:", "RocksDB's own threads");
    PARTS.put("kafka-producer", "producers");
    PARTS.put("data-plane", BROKER);
    PARTS.put("GC Thread", "garbage collection");
    PARTS.put("G1 ", "garbage collection");
    PARTS.put("C1 ", COMPILERS);
    PARTS.put("C2 ", COMPILERS);
  }

  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, Long> ticks = new HashMap<>();
  private final Thread looking = new Thread(this::run, "cpu-times");
  private volatile boolean closed;

  private CpuTimes() {}

  static CpuTimes start() {
    CpuTimes times = new CpuTimes();
    times.look(false);
    times.looking.setDaemon(true);
    times.looking.start();
    return times;
  }

  static List<String> parts() {
    return Stream.concat(PARTS.values().stream().distinct(), Stream.of(REST)).toList();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(LOOK_NANOS);
      look(true);
    }
  }

  private synchronized void look(boolean count) {
    if (!Files.isDirectory(TASKS)) {
      return;
    }
    try (Stream<Path> tasks = Files.list(TASKS)) {
      tasks.forEach(task -> look(task, count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look(Path task, boolean count) {
    String stat;
    try {
      stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException ended) {
      return;
    }
    int end = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, end);
    String[] numbers = stat.substring(end + 2).split(" ");
    long now = Long.parseLong(numbers[USER]) + Long.parseLong(numbers[SYSTEM]);
    Long before = seen.put(task.getFileName().toString(), now);
    if (count) {
      // A number that a thread before it had, too, is no longer that one's.
      long known = before == null || before > now ? 0 : before;
      ticks.merge(part(name), now - known, Long::sum);
    }
  }

  private static String part(String thread) {
    return PARTS.entrySet().stream()
        .filter(part -> thread.startsWith(part.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(REST);
  }

  /** Seconds of one processor since the start, by part. */
  synchronized SortedMap<String, Double> seconds() {
    look(true);
    SortedMap<String, Double> seconds = new TreeMap<>();
    ticks.forEach((part, many) -> seconds.put(part, many * SECONDS_A_TICK));
    return seconds;
  }

  /** Of all that was used since the start, how much one part had: 0 to 1. */
  double share(String part) {
    SortedMap<String, Double> seconds = seconds();
    double all = seconds.values().stream().mapToDouble(used -> used).sum();
    return all == 0 ? 0 : seconds.getOrDefault(part, 0.0) / all;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(looking);
  }
}
