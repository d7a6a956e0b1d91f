package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What customers and events need follows from the figures that were measured, and only from them.
 */
final class CostModelTest {
  private static final List<String> CROWD =
      List.of(
          "| | |",
          "| --- | --- |",
          "| customers | 1,000,000 |",
          "| " + CrowdBenchmark.ON_DISK + " | 400 |",
          "| " + CrowdBenchmark.SAVED + " | 300 |",
          "| " + CrowdBenchmark.RESTORE + " | 30.0 s |",
          "| " + CrowdBenchmark.WRITTEN + " | 200 |");

  /** Each part takes one microsecond, without state and with. */
  private static List<String> cpu() {
    List<String> cpu = new ArrayList<>();
    cpu.add("| us of one processor, each event | pass-through | telecom example |");
    cpu.add("| --- | --- | --- |");
    CpuTimes.parts().forEach(part -> cpu.add("| " + part + " | 0.5 | 1.0 |"));
    return cpu;
  }

  @Test
  void costsFollowFromTheMeasuredFigures() throws IOException {
    CostModel model = new CostModel();
    model.customers = 10_000_000;
    model.rate = 50_000;
    int parts = CpuTimes.parts().size() - 2;
    assertThat(model.table(cpu(), CROWD))
        .anyMatch(row -> row.contains("task managers") && row.contains("| 0." + parts + " cores |"))
        .anyMatch(row -> row.contains("brokers") && row.contains("| 0.1 cores |"))
        .anyMatch(row -> row.contains("| 8.0 GB |"))
        .anyMatch(row -> row.contains("| 6.0 GB |"))
        .anyMatch(row -> row.contains("| 0.1 GB |"))
        .anyMatch(row -> row.contains("| 10 MB/s |"))
        .anyMatch(row -> row.contains("v = 10,000,000 bytes/s") && row.contains("| 300 s |"));
  }

  @Test
  void aFigureThatWasNotMeasuredIsAskedFor() {
    List<String> nothing = List.of("| | |", "| --- | --- |");
    assertThatThrownBy(() -> new CostModel().table(cpu(), nothing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("measure it first");
  }
}
