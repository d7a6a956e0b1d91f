package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.GeneratedTable;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** docs/settings.md is made from the options of the job. */
class SettingsDocTest {
  @Test
  void everySettingIsInTheDocs() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("setting", "default", "what it does"));
    for (ConfigOption<?> option : JobOptions.ALL) {
      String value = written(option.defaultValue());
      String told = new HtmlFormatter().format(option.description()).replace("|", "\\|");
      rows.add(List.of("`" + option.key() + "`", value.isEmpty() ? "" : "`" + value + "`", told));
    }
    new GeneratedTable("docs/settings.md", "settings").mustRead(rows);
  }

  @Test
  void allOptionsAreListed() throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (var field : JobOptions.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
        declared.add(field.get(null));
      }
    }
    assertThat(JobOptions.ALL)
        .as("JobOptions.ALL, from which docs and --set know them")
        .hasSameElementsAs(declared.stream().map(option -> (ConfigOption<?>) option).toList());
    assertThat(JobOptions.ALL)
        .allSatisfy(
            option ->
                assertThat(new HtmlFormatter().format(option.description()))
                    .as(option.key() + " says what it does")
                    .isNotEmpty());
  }

  /** As a user would write it. */
  private static String written(Object value) {
    if (value instanceof Duration time) {
      boolean seconds = time.toMillis() > 0 && time.toMillis() % 1_000 == 0;
      return seconds ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
    if (value instanceof MemorySize memory) {
      return memory.getMebiBytes() + " mb";
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return "";
    }
    return value == null ? "" : value.toString();
  }
}
