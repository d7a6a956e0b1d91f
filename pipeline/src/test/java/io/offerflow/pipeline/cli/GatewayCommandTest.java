package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCommandTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrongWithTheFileIsSaidLineByLine() throws Exception {
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        gateway: 1
        accounts:
          main: {protocol: smpp, host: smsc.example.com, system id: me, password: hush}
        channels:
          sms: {account: other}
        """);

    Ran ran = Ran.offerflow("gateway", file.toString(), "--kafka", "localhost:1");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains(
            file
                + ":3:75: a secret does not stand in this file: write `file:PATH` or `env:NAME`,"
                + " where it is",
            file + ":5:18: there is no account `other`",
            "2 problems")
        .doesNotContain("hush");
  }

  @Test
  void itIsSaidWhereKafkaIs() {
    Ran ran = Ran.offerflow("gateway", "gateway.yaml");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("say where Kafka is with --kafka H:P");
  }

  @Test
  void aFileThatIsNotThereIsTheUsersInput() {
    Ran ran = Ran.offerflow("gateway", folder + "/none.yaml", "--kafka", "localhost:1");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("none.yaml, cannot be read");
  }

  @Test
  void aRunWithABadGatewayFileDoesNotStart() throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), "gateway: 2\n");
    Path workspace = Path.of("..", "rules", "examples", "telecom");

    Ran ran =
        Ran.offerflow("run", workspace.toString(), "--set", "offerflow.gateway.config=" + file);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains(file + ":1:10: this build reads version 1");
  }
}
