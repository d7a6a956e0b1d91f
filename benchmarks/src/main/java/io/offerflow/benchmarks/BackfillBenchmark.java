package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.pipeline.job.JobOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes to fill a new feature from the events in Kafka, and what others notice. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = "Deploys a feature with a back-fill under load.")
public final class BackfillBenchmark extends TableCommand {
  private static final String FEATURE =
      "\nbackfilled_30d: {sum: purchase.amount, last: 30d, where: 'category != \"service\"'}\n";

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--rate", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--seconds", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  /** By path. */
  Map<String, byte[]> files = TelecomExample.files();

  public static void main(String[] args) {
    main(new BackfillBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException, InterruptedException {
    return List.of(new Table("backfill", measure()));
  }

  List<String> measure() throws IOException, InterruptedException {
    LiveJob.Start start =
        new LiveJob.Start(
            "backfill",
            files,
            parallelism,
            JobOptions.CHECKPOINT_INTERVAL.defaultValue(),
            events,
            customers);
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0);
        LiveJob job = LiveJob.start(broker, scratch.folder(), start)) {
      return measure(job);
    }
  }

  private List<String> measure(LiveJob job) throws IOException, InterruptedException {
    double drained = job.awaitHandled(events);
    Progress.say("backfill: %,d events are handled, %,.0f a second", events, drained);
    Town town = job.town(customers, events);
    load(job, town);
    Histogram calm = load(job, town);
    String version = job.publish("features.yaml", FEATURE);
    long begun = System.nanoTime();
    long number = job.activate(version, Set.of(), Activation.Reason.DEPLOY, true);
    Histogram busy = new Histogram(calm);
    do {
      busy.add(load(job, town));
    } while (!LiveJob.isInForce(number));
    return table(drained, calm, busy, (LiveJob.lastSwitch() - begun) / 1e9);
  }

  private Histogram load(LiveJob job, Town town) throws InterruptedException {
    Histogram waits = job.under(town).load(rate, Duration.ZERO, Duration.ofSeconds(seconds)).all();
    Progress.say("backfill: %s", Percentiles.of(waits));
    return waits;
  }

  private List<String> table(double drained, Histogram calm, Histogram busy, double took) {
    List<String> table = new ArrayList<>();
    table.add("| back-fill of one feature, telecom example | |");
    table.add("| --- | --- |");
    row(table, "past events, and their customers", "%,d of %,d", events, customers);
    row(table, "before, the job had handled them at", "%,.0f events/s", drained);
    row(table, "new events meanwhile", "%,.0f events/s", rate);
    row(table, "from the deployment until in force everywhere", "%.1f s", took);
    row(table, "past events read again in that time", "%,.0f events/s", events / took);
    row(table, "waits for decisions before it", "%s", Percentiles.of(calm));
    row(table, "while it was filled", "%s", Percentiles.of(busy));
    table.add("");
    table.add("Parallelism " + parallelism + ", one run. " + Machine.describe());
    return table;
  }

  private static void row(List<String> table, String name, String format, Object... values) {
    table.add("| " + name + " | " + String.format(Locale.ROOT, format, values) + " |");
  }
}
