package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state is gone on from with the topics that it was made of, and with no others. */
class RunFolderTest {
  private static final String HERE = "topics offerflow.* in Kafka cluster here";
  private static final String THERE = "topics offerflow.* in Kafka cluster there";

  @TempDir private Path folder;

  @Test
  void aStateOfOtherTopicsIsRefusedUntilTheUserSaysOtherwise() throws IOException {
    try (LocalFolder kept = LocalFolder.claim(folder)) {
      kept.requireOf(THERE, false);
      kept.requireOf(HERE, false);
      kept.requireOf(HERE, true);
      assertThatThrownBy(() -> kept.requireOf(THERE, true))
          .isInstanceOf(Stop.class)
          .hasMessageContainingAll(HERE, THERE, "--data", "state-of");
      kept.requireOf(HERE, true);
      Files.delete(folder.resolve("state-of"));
      kept.requireOf(THERE, true);
    }
  }

  @Test
  void runAsksBeforeItTouchesATopic() throws IOException {
    Path shop = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(shop.resolve("workspace.yaml"), "offerflow: 1\nname: shop\n");
    Path data = folder.resolve("data");
    Path saved = Files.createDirectories(data.resolve("checkpoints/savepoint-1"));
    Files.writeString(saved.resolve("_metadata"), "of another cluster");
    Files.writeString(data.resolve("state-of"), HERE);

    Ran run = Ran.offerflow("run", shop, "--data", data, "--port", "0", "--metrics-port", "-1");
    assertThat(run.exitCode()).isEqualTo(Stop.INPUT);
    assertThat(run.err()).contains("keeps a state of " + HERE, "choose another with --data");
  }
}
