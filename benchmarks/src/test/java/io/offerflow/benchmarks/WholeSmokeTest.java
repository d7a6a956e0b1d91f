package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs what measures whole jobs for a moment, so that none of it rots. */
final class WholeSmokeTest {
  /** Campaigns of the telecom example that are files. */
  private static final int OWN = 33;

  /** They are quickly compiled, and among them are some that the town's events meet. */
  private static final int FEW = 5;

  @Test
  void jobsDrainAndKeepUp() throws IOException, InterruptedException {
    DrainBenchmark drain = new DrainBenchmark();
    drain.campaigns = FEW;
    drain.customers = 100;
    drain.events = 2_000;
    drain.parallelism = 1;
    drain.turns.thrownAway = 0;
    drain.turns.runs = 1;
    Map<String, double[]> rates = drain.measure();
    assertThat(rates.values()).hasSize(3).allSatisfy(all -> assertThat(all[0]).isPositive());
    assertThat(drain.table()).anyMatch(line -> line.contains("state alone"));

    LatencyBenchmark latency = new LatencyBenchmark();
    latency.load.campaigns = FEW;
    latency.load.customers = 100;
    latency.load.parallelism = 1;
    latency.load.rate = 1000;
    latency.turns.thrownAway = 0;
    latency.preloaded = 1_000;
    latency.load.warmUp = 0;
    latency.load.seconds = 1;
    latency.turns.runs = 1;
    latency.only = List.of("every");
    latency.measure(drain.files(), drain.sample());
    assertThat(latency.millis(LatencyBenchmark.WITH, 99)).isPositive();
    assertThat(latency.table()).anyMatch(line -> line.contains("checkpoint"));
  }

  @Test
  void aCrowdIsSavedAndRestored() throws IOException, InterruptedException {
    CrowdBenchmark crowd = new CrowdBenchmark();
    crowd.load.customers = 500;
    crowd.town = 2_000;
    crowd.load.campaigns = FEW;
    crowd.load.parallelism = 1;
    crowd.load.rate = 1000;
    crowd.load.warmUp = 0;
    crowd.load.seconds = 1;
    crowd.events = 500;
    crowd.thrownAway = 0;
    crowd.runs = 1;
    crowd.parts.percent = List.of(50);
    crowd.levelSeconds = 1;
    assertThat(crowd.measure())
        .anyMatch(line -> line.contains("| p99 |"))
        .anyMatch(line -> line.contains("| of that floor |"))
        .anyMatch(line -> line.contains("| at 50 % of that,"));
  }

  @Test
  void replayIsMeasured() throws IOException, InterruptedException {
    ReplayBenchmark replay = new ReplayBenchmark();
    replay.events = 1_000;
    replay.customers = 10;
    replay.runs = 1;
    assertThat(replay.measure()).isNotZero();
    assertThat(replay.table()).hasSizeGreaterThan(3);
  }

  @Test
  void allocationIsMeasured() {
    AllocationBenchmark allocation = new AllocationBenchmark();
    allocation.warmUp = 500;
    allocation.events = 500;
    allocation.customers = 10;
    allocation.campaigns = FEW;
    assertThat(allocation.measure()).anyMatch(line -> line.contains("trigger nothing"));
  }

  @Test
  void aBackfillIsMeasured() throws Exception {
    BackfillBenchmark backfill = new BackfillBenchmark();
    backfill.events = 500;
    backfill.customers = 50;
    backfill.rate = 200;
    backfill.seconds = 1;
    backfill.parallelism = 1;
    backfill.files = TelecomExample.files(FEW);
    assertThat(backfill.measure()).anyMatch(line -> line.contains("in force everywhere"));
  }

  @Test
  void latencyIsMeasuredByLoadAndWhileRulesAreDeployed() throws IOException, InterruptedException {
    MatrixBenchmark matrix = new MatrixBenchmark();
    matrix.customers = 50;
    matrix.campaigns = List.of(FEW);
    matrix.parallelism = List.of(1);
    matrix.levels.percent = List.of(50);
    matrix.preloaded = 500;
    matrix.thrownAway = 0;
    matrix.warmUp = 0;
    matrix.seconds = 1;
    matrix.measure();
    assertThat(matrix.table()).anyMatch(line -> line.contains("in force after"));
  }

  @Test
  void manyDeploymentsAreMeasured() {
    String few = "--deploys 2 --first 1 --parts 1 --warm-up 0 --calm 1 --slice 1 --rate 100";
    assertThat(run(new DeploySoak(), few + " --parallelism 1")).isZero();
  }

  @Test
  void theGatewayIsMeasured() {
    assertThat(run(new GatewayBenchmark(), "--http --messages 20 --rate 20 --seconds 1")).isZero();
  }

  private static int run(Object benchmark, String arguments) {
    return new CommandLine(benchmark).execute(arguments.split(" "));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 10, 33, 50})
  void soManyCampaignsMakeAWorkspace(int campaigns) {
    Workspace workspace = WorkspaceReader.read(TelecomExample.files(campaigns)).workspace();
    // Beside them, where none of its own is left out, the one that is a rule in DRL.
    assertThat(workspace.campaigns().size() - campaigns).isEqualTo(campaigns < OWN ? 0 : 1);
  }

  @Test
  void aTypicalCustomerHasFiveContacts() {
    byte[] state = TypicalCustomer.state(TelecomExample.bundle());
    assertThat(state.length).isLessThanOrEqualTo(400);
    assertThat(TypicalCustomer.contacts(TelecomExample.bundle())).isEqualTo(5);
  }

  @Test
  void theCauseOfADecisionIsFound() {
    assertThat(OpenLoop.causeOf(bytes("{\"cause\":{\"event\":\"e-4711\",\"type\":\"x\"}}")))
        .isEqualTo(4711);
    assertThat(OpenLoop.causeOf(bytes("{\"cause\":{\"due\":\"2026\"}}"))).isEqualTo(-1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
