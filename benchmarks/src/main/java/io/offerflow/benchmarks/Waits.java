package io.offerflow.benchmarks;

import io.offerflow.pipeline.job.CheckpointTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long events waited for their decisions, one by one, and when: what a stall is found by.
 *
 * <p>Some are near a checkpoint: due from a little before its trigger until a second after its end.
 */
final class Waits {
  /** An event that is due so long before a checkpoint may still be on its way when it begins. */
  private static final long BEFORE_MILLIS = 100;

  private static final long AFTER_MILLIS = 1_000;

  /** Longer ones count as so long. */
  private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(1);

  /** In microseconds. */
  private final Histogram all = new Histogram(MOST_MICROS, 3);

  private final List<Wait> waits = new ArrayList<>();
  private List<CheckpointTimes> checkpoints = List.of();
  private volatile double processors;

  /**
   * @param due epoch microseconds
   */
  private record Wait(long due, long micros) {}

  void add(long dueEpochMicros, long micros) {
    long counted = Math.max(0, Math.min(micros, MOST_MICROS));
    all.recordValue(counted);
    waits.add(new Wait(dueEpochMicros, counted));
  }

  void saw(List<CheckpointTimes> made) {
    checkpoints = List.copyOf(made);
  }

  void used(double processors) {
    this.processors = processors;
  }

  /** How many this process used on average while events came: job, broker and load. */
  double processors() {
    return processors;
  }

  /** In microseconds. */
  Histogram all() {
    return all;
  }

  double millis(double percentile) {
    return all.getValueAtPercentile(percentile) / 1e3;
  }

  /** Of those that are near a checkpoint, or of the others. */
  double millis(double percentile, boolean near) {
    Histogram some = new Histogram(MOST_MICROS, 3);
    for (Wait wait : waits) {
      if (isNearAny(wait) == near) {
        some.recordValue(wait.micros);
      }
    }
    return some.getTotalCount() == 0 ? Double.NaN : some.getValueAtPercentile(percentile) / 1e3;
  }

  private boolean isNearAny(Wait wait) {
    return checkpoints.stream().anyMatch(checkpoint -> isNear(wait, checkpoint));
  }

  private static boolean isNear(Wait wait, CheckpointTimes checkpoint) {
    long after = wait.due / 1_000 - checkpoint.triggered();
    return after >= -BEFORE_MILLIS && after <= checkpoint.millis() + AFTER_MILLIS;
  }

  List<CheckpointTimes> checkpointsMade() {
    return checkpoints;
  }

  /** A line for each checkpoint: its phases, and the longest wait near it. */
  List<String> checkpoints() {
    List<String> lines = new ArrayList<>();
    for (CheckpointTimes checkpoint : checkpoints) {
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(
              Locale.ROOT,
              "checkpoint %d: %d ms, %,d bytes of %,d;",
              checkpoint.id(),
              checkpoint.millis(),
              checkpoint.bytes(),
              checkpoint.total()));
      for (CheckpointTimes.Task task : checkpoint.tasks()) {
        line.append(
            String.format(
                Locale.ROOT,
                " %s: delay %d, alignment %d, sync %d, async %d;",
                task.name().substring(0, Math.min(24, task.name().length())),
                task.delay(),
                task.alignment(),
                task.sync(),
                task.async()));
      }
      waits.stream()
          .filter(wait -> isNear(wait, checkpoint))
          .max((one, other) -> Long.compare(one.micros, other.micros))
          .ifPresent(
              wait ->
                  line.append(
                      String.format(
                          Locale.ROOT,
                          " longest wait %.0f ms, due %+d ms",
                          wait.micros / 1e3,
                          wait.due / 1_000 - checkpoint.triggered())));
      lines.add(line.toString());
    }
    return lines;
  }

  /** Two files: every wait, and every checkpoint's phases. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>(List.of("due_epoch_us,wait_us"));
    waits.forEach(wait -> lines.add(wait.due + "," + wait.micros));
    Files.write(folder.resolve(name + "-waits.csv"), lines);
    lines.clear();
    lines.add("id,triggered_epoch_ms,task,delay_ms,alignment_ms,sync_ms,async_ms,bytes");
    for (CheckpointTimes checkpoint : checkpoints) {
      for (CheckpointTimes.Task task : checkpoint.tasks()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%d,%d,\"%s\",%d,%d,%d,%d,%d",
                checkpoint.id(),
                checkpoint.triggered(),
                task.name(),
                task.delay(),
                task.alignment(),
                task.sync(),
                task.async(),
                task.bytes()));
      }
    }
    Files.write(folder.resolve(name + "-checkpoints.csv"), lines);
  }
}
