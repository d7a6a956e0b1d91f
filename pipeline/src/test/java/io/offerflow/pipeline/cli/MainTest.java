package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @Test
  void theBenchmarksAreAProgramOfTheirOwn() {
    Ran ran = Ran.offerflow("bench", "--quick", "--json");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("./offerflow bench").doesNotContain("Exception");
  }

  @Test
  void versionIsOneLine() {
    Ran ran = Ran.offerflow("--version");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).matches("offerflow \\S.* \\(java \\d+.*\\)\n");
  }

  @Test
  void helpNamesEveryCommandOfTheContract() {
    Ran ran = Ran.offerflow("--help");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("validate", "replay", "bench", "faults");
  }

  @Test
  void withoutCommandItSaysWhatThereIs() {
    Ran ran = Ran.offerflow();

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Usage: offerflow", "say which command to run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "replay"})
  void aMissingWorkspaceArgumentIsUsage(String command) {
    Ran ran = Ran.offerflow(command);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("offerflow " + command + ": ")
        .contains("WORKSPACE")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nohost", "localhost:", "localhost:99999", "a b:9092"})
  void whatIsNoBrokerIsUsageBeforeAnybodyLooksForIt(String broker) {
    Ran ran = Ran.offerflow("bundles", "--kafka", broker);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("offerflow bundles: --kafka wants HOST:PORT such as localhost:9092")
        .doesNotContain("Exception");
  }

  @Test
  void anUnknownCommandGetsASuggestion() {
    Ran ran = Ran.offerflow("validat");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("validate");
  }

  @Test
  void aFolderThatIsNotThereIsTheUsersInput(@TempDir Path folder) {
    Ran ran = Ran.offerflow("validate", folder.resolve("nowhere"));

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo("offerflow validate: there is no folder " + folder.resolve("nowhere") + ".\n");
  }
}
