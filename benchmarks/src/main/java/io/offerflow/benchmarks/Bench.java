package io.offerflow.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./offerflow bench}: all that goals are set for, one after the other on this machine. What
 * it says meanwhile goes to standard error.
 */
@Command(
    name = "offerflow bench",
    mixinStandardHelpOptions = true,
    description = "Measures what Offerflow costs on this machine (benchmarks/README.md).")
public final class Bench implements Callable<Integer> {
  private static final int OUTSIDE = 3;

  /** Whoever replays the whole tape later than that does not end within a quarter of an hour. */
  private static final Duration LATE = Duration.ofMinutes(12).plusSeconds(15);

  private static final String PAGE = "benchmarks/README.md";

  @Option(
      names = "--quick",
      description = "Shorter and fewer runs, a quarter of an hour at most on two cores.")
  private boolean quick;

  @Option(names = "--json", description = "One object, the last line of standard output.")
  private boolean json;

  @Option(
      names = "--write",
      paramLabel = "F",
      arity = "0..1",
      fallbackValue = PAGE,
      description = "Replace the tables in F; without F in ${FALLBACK-VALUE}.")
  private Path write;

  @Option(
      names = "--all",
      description =
          "Whatever writes a table, one after the other, each in a process of its own; what fails"
              + " stops no other. The tables of F are replaced, and that of docs/deploy.md.")
  private boolean all;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "With --all: of goals, matrix, micro, crowd, cost and backfill these alone.")
  private Set<String> only = Set.of();

  private final DrainBenchmark drain = new DrainBenchmark();
  private final LatencyBenchmark latency = new LatencyBenchmark();
  private final ReplayBenchmark replay = new ReplayBenchmark();
  private final RulesBenchmark rules = new RulesBenchmark();
  private final AllocationBenchmark allocation = new AllocationBenchmark();

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  System.err.println("offerflow bench: " + problem.getMessage() + ".");
                  problem.printStackTrace();
                  return OUTSIDE;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    if (all) {
      return allTables();
    }
    size();
    Map<String, Object> figures = measure();
    tell("goals", goals(figures));
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(figures));
    }
    return 0;
  }

  private int allTables() throws IOException, InterruptedException {
    Path page = write == null ? Path.of(PAGE) : write;
    List<AllTables.Step> steps = new ArrayList<>(AllTables.of(page, quick));
    steps.removeIf(step -> !only.isEmpty() && !only.contains(step.name()));
    if (steps.size() < only.size()) {
      throw new IllegalArgumentException("one of these is not measured: " + only);
    }
    return new AllTables(page, steps).run() == 0 ? 0 : 1;
  }

  /** As soon as it is measured: whatever becomes of the rest. */
  private void tell(String name, List<String> table) throws IOException {
    if (write != null) {
      Tables.replace(write, name, table);
    }
    if (!json) {
      table.forEach(System.out::println);
    }
  }

  private void size() {
    allocation.customers = 20_000;
    allocation.campaigns = 1_000;
    allocation.warmUp = quick ? 200_000 : 600_000;
    allocation.events = quick ? 50_000 : 200_000;
    drain.campaigns = 100;
    drain.customers = 100_000;
    drain.parallelism = 2;
    drain.events = quick ? 400_000 : 1_000_000;
    drain.turns.thrownAway = 3;
    drain.turns.runs = 5;
    latency.load.campaigns = drain.campaigns;
    latency.load.customers = drain.customers;
    latency.load.parallelism = drain.parallelism;
    latency.preloaded = quick ? 50_000 : 200_000;
    latency.load.warmUp = quick ? 3 : 10;
    latency.load.seconds = quick ? 10 : 30;
    latency.turns.thrownAway = 2;
    latency.turns.runs = 5;
    replay.events = 3_000_000;
    replay.customers = drain.customers;
    replay.runs = 5;
  }

  private Map<String, Object> measure() throws IOException, InterruptedException, RunnerException {
    int state = TypicalCustomer.state(TelecomExample.bundle()).length;
    Progress.say("state of a typical customer: %,d bytes", state);
    tell("allocation", allocation.measure());
    Map<String, double[]> rates = drain.measure();
    tell("drain", drain.table());
    tell("cpu", drain.cpuTable());
    double rate = Runs.median(rates.get(DrainBenchmark.TELECOM));
    latency.load.rate = Math.floor(rate / 2);
    latency.busy = Runtime.getRuntime().availableProcessors() / 2.0;
    latency.measure(drain.files(), drain.sample());
    tell("latency", latency.table());
    rules.measure();
    if (quick && Progress.elapsed().compareTo(LATE) > 0) {
      Progress.say(
          "this machine is slow now: half of the tape is replayed, which takes more an event");
      replay.events /= 2;
    }
    double replayed = replay.measure();
    tell("replay", replay.table());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(
        "drain_over_rocksdb_floor", ratio(rate, Runs.median(rates.get(DrainBenchmark.FLOOR))));
    double p99 = latency.millis(LatencyBenchmark.WITHOUT, 99);
    figures.put(
        "p99_over_passthrough", ratio(p99, latency.millis(LatencyBenchmark.PASS_THROUGH, 99)));
    figures.put("p99_checkpoints_over_none", ratio(latency.millis(LatencyBenchmark.WITH, 99), p99));
    figures.put("eligibility_1000_over_10", short3(rules.thousandOverTen()));
    figures.put("rules_over_floor", short3(rules.overFloor(1000)));
    figures.put("session_per_event_over_rules", short3(rules.sessionOverRules(1000)));
    figures.put("replay_events_per_s", Math.round(replayed));
    figures.put("state_bytes", state);
    figures.put("drain_events_per_s", Math.round(rate));
    figures.put("p50_ms", short3(latency.millis(LatencyBenchmark.WITH, 50)));
    figures.put("p99_ms", short3(latency.millis(LatencyBenchmark.WITH, 99)));
    return figures;
  }

  private static BigDecimal ratio(double one, double other) {
    return short3(one / other);
  }

  /** Three digits: more would say more than was measured. */
  private static BigDecimal short3(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private List<String> goals(Map<String, Object> figures) {
    Map<String, Object> all = new LinkedHashMap<>(figures);
    all.put("rules_over_floor_100", rules.overFloor(100));
    all.put("session_per_event_over_rules_100", rules.sessionOverRules(100));
    all.put("allocated_bytes", allocation.typicalBytes());
    all.put("allocated_held_bytes", allocation.heldBytes());
    return Goal.table(all, rules);
  }
}
