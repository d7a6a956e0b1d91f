package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.offerflow.testing.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayConfigTest {
  @TempDir private Path folder;

  @Test
  void everyProblemHasItsPlaceAndSaysWhatToWrite() {
    assertThat(
            problems(
                """
                gateway: 2
                clases: [service]
                accounts:
                  main: {protocol: smtp, rate: 0}
                channels:
                  sms: {account: mian, look ahead: 0, in doubt: perhaps}
                """))
        .containsExactly(
            "g.yaml:1:10: this build reads version 1 of the format: write `gateway: 1`",
            "g.yaml:2:1: g.yaml has no key `clases`; did you mean `classes`?",
            "g.yaml:4:20: `protocol` is one of http, smpp, not \"smtp\"; did you mean `smpp`?",
            "g.yaml:4:32: `rate` is a number from 0.01 to 100000",
            "g.yaml:6:18: there is no account `mian`; did you mean `main`?",
            "g.yaml:6:36: `look ahead` is a whole number, at least 1",
            "g.yaml:6:49: `in doubt` is one of drop, resend, not \"perhaps\"");
  }

  @Test
  void aFileWithoutChannelsIsRefused() {
    assertThat(problems("gateway: 1\n"))
        .containsExactly(
            "g.yaml:1:1: no channel is named: write `channels: {sms: {account: main}}`");
    assertThat(problems("")).containsExactly("g.yaml:1:1: the file is empty: write `gateway: 1`");
  }

  @Test
  void theFileInTheDocsIsRead() throws Exception {
    String page = Files.readString(Surroundings.find("docs/gateways.md"));
    int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
    Path secret = Files.writeString(folder.resolve("smsc"), "secret");
    String yaml =
        page.substring(begin, page.indexOf("```", begin))
            .replace("/run/secrets/smsc", secret.toString());
    GatewayConfig config =
        GatewayConfigReader.read("g.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(config.classes()).containsExactly("service", "sales");
    // What it shows of defaults are the defaults.
    assertThat(config.optOut()).isEqualTo(OptOut.DEFAULT);
    GatewayConfig least =
        GatewayConfigReader.read(
            "g.yaml", "gateway: 1\naccounts: {}\nchannels: {}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(config.remember()).isEqualTo(least.remember());
    assertThat(config.atMost()).isEqualTo(least.atMost());
    assertThat(config.accounts().get("operator").perSecond()).isEqualTo(100);
    assertThat(config.channels().get("sms"))
        .isEqualTo(new ChannelSettings("sms", "operator", 50, "10086", "msisdn", false, 1000));
  }

  static List<String> problems(String yaml) {
    return catchThrowableOfType(
            GatewayConfig.InvalidException.class,
            () -> GatewayConfigReader.read("g.yaml", yaml.getBytes(StandardCharsets.UTF_8)))
        .problems()
        .stream()
        .map(Object::toString)
        .toList();
  }
}
