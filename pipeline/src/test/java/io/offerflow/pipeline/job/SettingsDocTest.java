package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class SettingsDocTest {
  @Test
  void everySettingIsInTheDocsAndNoOther() throws IOException {
    List<String> documented =
        Files.readAllLines(Surroundings.find("docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `offerflow."))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            JobOptions.ALL.stream().map(ConfigOption::key).toList());
  }
}
