package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

  /** Broker, job, city and measurements in one piece. */
  @Test
  void aShortDemoMakesOffersAndEndsWithOneObject() throws Exception {
    Ran ran = Ran.offerflow("demo", "--seconds", "5", "--rate", "500", "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    String[] lines = ran.out().split("\n");
    JsonNode summary = new ObjectMapper().readTree(lines[lines.length - 1]);
    assertThat(summary.path("events").asLong()).isPositive();
    assertThat(summary.path("offers").asLong()).isPositive();
    assertThat(summary.path("decisions").asLong())
        .isGreaterThanOrEqualTo(summary.path("offers").asLong());
    assertThat(summary.path("measured").asLong()).isPositive();
    assertThat(summary.path("p50_ms").asLong())
        .isLessThanOrEqualTo(summary.path("p99_ms").asLong());
    assertThat(summary.path("dead_letters").asLong()).isZero();
    assertThat(ran.err()).contains("by campaign:").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rate=0", "--seconds=-1", "--customers=0", "--rate=many"})
  void wrongNumbersAreUsage(String argument) {
    Ran ran = Ran.offerflow("demo", argument);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("offerflow demo: ");
  }
}
