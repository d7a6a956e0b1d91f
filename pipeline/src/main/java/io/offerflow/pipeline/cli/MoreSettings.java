package io.offerflow.pipeline.cli;

import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option by which a command takes any setting of the job. */
final class MoreSettings {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other setting of the job, such as offerflow.rocksdb.memory=1g.")
  private Map<String, String> chosen = new LinkedHashMap<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Adds what was chosen.
   *
   * @throws ParameterException when a key is none of the job's
   */
  void putInto(Configuration settings) {
    List<String> known = JobOptions.ALL.stream().map(ConfigOption::key).toList();
    String ofKafka = JobOptions.KAFKA_PROPERTIES.key() + ".";
    chosen.forEach(
        (key, value) -> {
          if (!known.contains(key) && !key.startsWith(ofKafka)) {
            throw new ParameterException(
                spec.commandLine(), "--set knows " + String.join(", ", known) + ", but not " + key);
          }
          settings.setString(key, value);
        });
  }

  /**
   * Reads all settings of the job.
   *
   * @throws ParameterException when one cannot be
   */
  JobSettings checked(Configuration settings) {
    try {
      return JobSettings.of(settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
