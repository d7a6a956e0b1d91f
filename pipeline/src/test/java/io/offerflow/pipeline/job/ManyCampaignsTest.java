package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.testing.TestWorkspace;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job with few campaigns is given many, while events come in. By command alone, for it measures
 * what {@link LiveJobTest} has shown to work: {@code mvn -pl pipeline -am test
 * -Dtest=ManyCampaignsTest -Dsurefire.failIfNoSpecifiedTests=false -Dofferflow.campaigns=5000}.
 */
class ManyCampaignsTest {
  private static final int CAMPAIGNS = Integer.getInteger("offerflow.campaigns", 0);
  private static final int TASKS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  /** How long pushes take, and by which activation each task decides. */
  private static final class Watched implements DecisionMetrics {
    static final List<Long> LATENCIES = new ArrayList<>();
    static final Map<Integer, Long> BUNDLES = new ConcurrentHashMap<>();

    @Override
    public void latency(long millis) {
      synchronized (LATENCIES) {
        LATENCIES.add(millis);
      }
    }

    @Override
    public void bundle(int task, long number) {
      BUNDLES.put(task, number);
    }

    static boolean allDecideBy(long number) {
      return BUNDLES.size() == TASKS && BUNDLES.values().stream().allMatch(at -> at == number);
    }

    /** Of all since the last time. */
    static String latencies() {
      synchronized (LATENCIES) {
        List<Long> sorted = LATENCIES.stream().sorted().toList();
        LATENCIES.clear();
        int size = sorted.size();
        return size == 0
            ? "no push"
            : "%d pushes, p50 %d ms, p99 %d ms, at most %d ms"
                .formatted(
                    size, sorted.get(size / 2), sorted.get(size * 99 / 100), sorted.get(size - 1));
      }
    }
  }

  private static TestWorkspace few() {
    return new TestWorkspace()
        .features("spent: {sum: recharge.amount, last: 7d}\nseen: {count: app_view, last: 7d}\n")
        .campaign("thanks", "{event: recharge}", "class: service\noffer: care\n");
  }

  /** Five of them or so have their moment with an event; each has conditions of its own. */
  private static WorkspaceFiles many() {
    TestWorkspace workspace = few();
    for (int i = 0; i < CAMPAIGNS; i++) {
      String where = "product == \\\"p-" + i % Math.max(1, CAMPAIGNS / 5) + "\\\"";
      workspace.campaign(
          "c-" + i,
          "{event: app_view, where: \"" + where + "\"}",
          "if: [seen > %d, 'customer.fee is missing or customer.fee < %d', spent > %d.5]\n"
              .formatted(i % 7, 10 + i % 900, i % 300));
    }
    return WorkspaceFiles.of(workspace.files());
  }

  private int sent;

  /** A hundred a second. */
  private void feed(JobRun run) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = sent++;
      String customer = "c-" + number / 4 % 50;
      long now = System.currentTimeMillis();
      events.add(
          number % 4 == 0
              ? Event.of(
                  "app_view",
                  "e-" + number,
                  customer,
                  now,
                  Fields.of("product", "p-" + number % 40))
              : Event.of(
                  "recharge", "e-" + number, customer, now, Fields.of("amount", BigDecimal.TEN)));
    }
    run.send(events);
  }

  private void feedFor(JobRun run, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    do {
      feed(run);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    } while (System.nanoTime() < end);
  }

  @Test
  void theyAreTakenOverWhileEventsComeIn() throws Exception {
    assumeTrue(CAMPAIGNS > 0, "only with -Dofferflow.campaigns");
    boolean isLong = CAMPAIGNS > 1_000;
    JobRun run = FIXTURE.run(WorkspaceFiles.of(few().files())).measuredBy(Watched::new);
    Configuration config = run.configuration(TASKS);
    WorkspaceFiles many = many();
    RunningJob job = run.startLive(config, null);
    feedFor(run, isLong ? 20_000 : 200);
    report("before", Watched.latencies());
    long start = System.nanoTime();
    run.deploy(many, 2, false);
    while (!Watched.allDecideBy(2)) {
      assertThat(System.nanoTime() - start).as("in force in time").isLessThan(PATIENCE.toNanos());
      feedFor(run, 0);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    report("until in force, " + millis + " ms", Watched.latencies());
    feedFor(run, isLong ? 30_000 : 1_000);
    report("afterwards", Watched.latencies());
    run.awaitDecisions(id -> true, sent / 4 * 3);
    job.stop(folder.resolve("savepoints"), false);
    assertThat(run.decisions().values())
        .as("decided by the many")
        .anyMatch(decision -> decision.contains("\"campaign\":\"c-"));
    assertThat(run.deadLetters()).isEmpty();
  }

  private static void report(String when, String latencies) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
            .sum();
    System.out.printf(
        "%d campaigns, %s: %s, heap %d MB, metaspace %d MB%n",
        CAMPAIGNS, when, latencies, heap >> 20, metaspace >> 20);
  }
}
