package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * One customer with more events than anybody has: a robot, a test account, a wrong id. Her state
 * stops growing, and an event costs what an earlier one did. For a million of them, all within a
 * day: {@code mvn -pl rules test -Dtest=HotKeyTest -Dofferflow.hot-key=1000000
 * -Dofferflow.hot-key.days=1}.
 */
class HotKeyTest {
  private static final int EVENTS = Integer.getInteger("offerflow.hot-key", 6_000);
  private static final double DAYS = Integer.getInteger("offerflow.hot-key.days", 0);
  private static final long APART = DAYS == 0 ? 5_500 : (long) (DAYS * 86_400_000 / EVENTS);
  private static final long START = Story.at("2026-03-02T00:00:00Z");

  private static Bundle bundle() {
    return new TestWorkspace()
        .features(
            """
            spent_7d: {sum: recharge.amount, last: 7d}
            top_30d: {max: recharge.amount, last: 30d}
            today: {count: recharge, since: day}
            seen_90d: {distinct: app_view.product, last: 90d}
            latest: {latest: app_view.product}
            """)
        .policy(
            """
            classes: {service: {ignores: [caps, consent], counts: false}, sales: {}}
            caps: [{max: 3, last: 24h}]
            consent: {sms: opt-out, push: opt-in}
            """)
        .campaign("much", "{event: recharge}", "if: spent_7d > 100\n")
        .campaign("every", "{event: recharge}", "class: service\noffer: care\n")
        .campaign("line", "{cross: spent_7d, below: 50}", "offer: care\n")
        .campaign(
            "waits",
            "{event: app_view, without: {event: app_view}, within: 2h, match: product}",
            "offer: care\n")
        .bundle();
  }

  /** Eleven a minute if nobody says otherwise, of two kinds, with thousands of products. */
  private static Event event(int number) {
    long time = START + number * APART;
    return number % 3 == 0
        ? Event.of(
            "app_view",
            "e-" + number,
            Story.CUSTOMER,
            time,
            Story.fields("product", "p-" + number % 4_001))
        : Event.of(
            "recharge", "e-" + number, Story.CUSTOMER, time, Story.fields("amount", number % 50));
  }

  @Test
  void herStateStopsGrowingAndTheLastEventCostsWhatTheFirstOnesDid() {
    byte[] state = null;
    int early = 0;
    int greatest = 0;
    double[] micros = new double[3];
    try (Decider decider = new Decider(bundle())) {
      for (int third = 0; third < 3; third++) {
        long start = cpu();
        int end = EVENTS / 3 * (third + 1);
        for (int i = EVENTS / 3 * third; i < end; i++) {
          state = handle(decider, state, event(i));
          greatest = Math.max(greatest, state.length);
        }
        early = third == 0 ? state.length : early;
        micros[third] = (cpu() - start) / 1e3 / (EVENTS / 3);
      }
    }
    System.out.printf(
        "one customer, %d events, %d ms apart: %.1f, %.1f and %.1f us of one core each in the three"
            + " thirds, at most %d bytes%n",
        EVENTS, APART, micros[0], micros[1], micros[2], greatest);
    assertThat(greatest).isLessThan(64 * 1024).isLessThan(2 * early);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] handle(Decider decider, byte[] before, Event event) {
    CustomerState state = before == null ? null : CustomerState.read(new BlobReader(before));
    Outcome outcome = decider.decide(state, new Input.Arrived(event));
    BlobWriter out = new BlobWriter();
    outcome.state().write(out);
    return out.toBytes();
  }
}
