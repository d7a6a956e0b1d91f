package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

  @Test
  void whatIsMeasuredIsWritten(@TempDir Path folder) throws IOException {
    // Two builds on one machine may meet here; nobody compares these figures.
    System.setProperty("jmh.ignoreLock", "true");
    Path page = folder.resolve("page.md");
    Files.writeString(page, "<!-- micro -->\n<!-- /micro -->\n");
    CommandLine micro = new CommandLine(new MicroBenchmarks());
    String[] arguments = {"Decode", "--forks", "0", "--millis", "1", "--write", page.toString()};
    assertThat(micro.execute(arguments)).isZero();
    assertThat(Tables.read(page, "micro")).anyMatch(row -> row.startsWith("| Decode.decode |"));
  }
}
