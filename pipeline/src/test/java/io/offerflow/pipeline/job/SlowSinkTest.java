package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaAlteration.Op;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that takes what the job writes slowly, as one with a quota does: the job reads no faster
 * than it can write, and loses nothing. For a long one, with Kafka's own buffer: {@code mvn -pl
 * pipeline -am test -Dtest=SlowSinkTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dofferflow.slow-sink=200000 -Dofferflow.quota=1500000 -Dofferflow.buffer=33554432}.
 */
class SlowSinkTest {
  private static final int EVENTS = Integer.getInteger("offerflow.slow-sink", 1_500);
  private static final double QUOTA = Integer.getInteger("offerflow.quota", 20_000);
  private static final String BUFFER = System.getProperty("offerflow.buffer", "32768");
  private static final boolean LONG = EVENTS > 10_000;
  private static final long NOON = Story.at("2026-03-02T12:00:00Z");

  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .features("spent: {sum: recharge.amount, last: 7d}\n")
            .campaign("thanks", "{event: recharge}", "class: service\noffer: care\n")
            .campaign("much", "{event: recharge}", "if: spent > 100\nclass: service\n")
            .files());
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          Event.of(
              "recharge",
              "e-" + i,
              "c-" + i % 500,
              NOON + i * 100L,
              Fields.of("amount", BigDecimal.TEN)));
    }
    return events;
  }

  /** Of every client that has no quota of its own, in bytes a second. */
  private static void quota(JobFixture fixture, Double bytes) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put(ClientQuotaEntity.CLIENT_ID, null);
    Op op = new Op("producer_byte_rate", bytes);
    try (Admin admin = Admin.create(fixture.kafka())) {
      admin
          .alterClientQuotas(
              List.of(new ClientQuotaAlteration(new ClientQuotaEntity(all), List.of(op))))
          .all()
          .get();
    }
  }

  @Test
  void theJobReadsNoFasterThanItCanWriteAndLosesNothing(@TempDir Path folder) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    try (JobFixture fixture = JobFixture.start(folder, broker, Map.of("buffer.memory", BUFFER))) {
      JobRun run = fixture.run(workspace());
      List<Event> events = events();
      run.send(events);
      quota(fixture, QUOTA);
      RunningJob job = run.start(run.configuration(2), null);
      long start = System.nanoTime();
      run.handled().awaitEvents(100);
      if (LONG) {
        for (int tenth = 1; tenth < 10; tenth++) {
          awaitEvents(run, EVENTS / 10L * tenth);
          report(run, start);
        }
      } else {
        assertThat(run.handled().events()).as("handled, of all").isLessThan(EVENTS);
        quota(fixture, null);
      }
      awaitEvents(run, EVENTS);
      report(run, start);
      job.stop(folder.resolve("savepoints"), true);
      assertThat(run.handled().events()).as("none is read again").isEqualTo(EVENTS);
      Replayed.of(run.workspace().workspace(), events).assertSame(run);
    }
  }

  /** However long it takes, as long as it goes on. */
  private static void awaitEvents(JobRun run, long wanted) throws InterruptedException {
    while (run.handled().events() < wanted) {
      run.handled().awaitEvents(Math.min(wanted, run.handled().events() + 1));
    }
  }

  private static void report(JobRun run, long start) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "slow sink: %d events after %d s, heap %d MB%n",
        run.handled().events(),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
        heap >> 20);
  }
}
