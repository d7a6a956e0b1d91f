package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatewayConfigTest {
  @Test
  void every_problem_has_its_place_and_says_what_to_write() {
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
  void a_file_without_channels_is_refused() {
    assertThat(problems("gateway: 1\n"))
        .containsExactly(
            "g.yaml:1:1: no channel is named: write `channels: {sms: {account: main}}`");
    assertThat(problems("")).containsExactly("g.yaml:1:1: the file is empty: write `gateway: 1`");
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
