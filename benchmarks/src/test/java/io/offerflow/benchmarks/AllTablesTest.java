package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All tables, one after the other: what fails stops no other, and each has its place in the page.
 */
final class AllTablesTest {
  private static final Path PAGE = Path.of("README.md");

  @Test
  void whatFailsStopsNoOther(@TempDir Path folder) throws IOException, InterruptedException {
    Path page = folder.resolve("page.md");
    String empty =
        Files.readString(PAGE).replaceAll("(?s)(<!-- cost -->\n).*?(<!-- /cost)", "$1$2");
    Files.writeString(page, empty);
    List<String> cost = List.of("--write", "--page", page.toString());
    AllTables all =
        new AllTables(
            page,
            List.of(
                new AllTables.Step("goals", "fails", CostModel.class, List.of("--no-such-option")),
                new AllTables.Step("cost", "works", CostModel.class, cost)));
    assertThat(all.run()).isEqualTo(1);
    assertThat(Tables.read(page, "all"))
        .anyMatch(line -> line.matches("\\| `goals` \\| fails \\| [0-9.]+, failed with 2 \\|"))
        .anyMatch(line -> line.matches("\\| `cost` \\| works \\| [0-9.]+ \\|"));
    assertThat(Tables.read(page, "cost")).anyMatch(line -> line.contains("cores of the brokers"));
  }

  @Test
  void eachTableHasItsPlace() throws IOException {
    for (String name :
        List.of(
            "goals",
            "allocation",
            "drain",
            "cpu",
            "latency",
            "replay",
            "matrix",
            "micro",
            "crowd",
            "cost")) {
      assertThat(Tables.read(PAGE, name)).isNotEmpty();
    }
    assertThat(Tables.read(Path.of("..", "docs", "deploy.md"), "backfill")).isNotEmpty();
    assertThat(AllTables.of(PAGE, true))
        .extracting(AllTables.Step::name)
        .containsExactly("goals", "matrix", "micro", "crowd", "cost", "backfill");
  }
}
