package io.offerflow.benchmarks;

import io.offerflow.pipeline.job.Core;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the jobs that are compared.
 *
 * @param checkpoints how often; null for never
 * @param flink settings of Flink, or the job's, that differ from its own
 */
record Way(String name, Core.Factory core, Duration checkpoints, Map<String, String> flink) {

  Way(String name, Core.Factory core, Duration checkpoints) {
    this(name, core, checkpoints, Map.of());
  }

  /**
   * The same with other settings.
   *
   * @param text a name and any number of settings, {@code NAME;KEY=VALUE;KEY=VALUE}
   */
  Way with(String text) {
    String[] parts = text.split(";");
    Map<String, String> more = new TreeMap<>(flink);
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no KEY=VALUE: " + parts[i]);
      }
      more.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    return new Way(parts[0], core, checkpoints, more);
  }
}
