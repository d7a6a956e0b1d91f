package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that is measured slice by slice holds the newest row of each step, in order. */
final class MicroTableTest {

  @Test
  void measuredRowsReplaceOlderOnes() {
    List<String> table =
        List.of(
            "| step | | ns, median of five | least to most | bytes allocated |",
            "| --- | --- | --- | --- | --- |",
            "| Zone.find | 10 zones | 20 | 19 to 21 | 0 |",
            "| Zone.find | 1000 zones | 90 | 89 to 91 | 0 |",
            "",
            "Measured with JDK 17.");
    assertThat(
            MicroBenchmarks.merged(
                table,
                List.of(
                    "| Zone.find | 200 zones | 50 | 49 to 51 | 0 |",
                    "| Zone.find | 10 zones | 21 | 19 to 23 | 0 |")))
        .containsExactly(
            "| Zone.find | 10 zones | 21 | 19 to 23 | 0 |",
            "| Zone.find | 200 zones | 50 | 49 to 51 | 0 |",
            "| Zone.find | 1000 zones | 90 | 89 to 91 | 0 |");
  }
}
