package io.offerflow.pipeline.cli;

import io.offerflow.pipeline.job.JobOptions;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which topics a command is about. */
final class PrefixOption {
  @Option(
      names = "--prefix",
      paramLabel = "P",
      description = "What the topics' names begin with. Default: offerflow.")
  private String prefix;

  /** What was given, if anything was: a setting may say it as well. */
  void putInto(Configuration chosen) {
    if (prefix != null) {
      chosen.set(JobOptions.TOPIC_PREFIX, prefix);
    }
  }

  /** For a command that has no settings. */
  String text() {
    return prefix == null ? JobOptions.TOPIC_PREFIX.defaultValue() : prefix;
  }
}
