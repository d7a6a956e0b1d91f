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
 * stops growing. For a million of them: {@code mvn -pl rules test -Dtest=HotKeyTest
 * -Dofferflow.hot-key=1000000}.
 */
class HotKeyTest {
  private static final int EVENTS = Integer.getInteger("offerflow.hot-key", 6_000);
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

  /** Eleven a minute, of two kinds, with thousands of products. */
  private static Event event(int number) {
    long time = START + number * 5_500L;
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
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try (Decider decider = new Decider(bundle())) {
      for (int i = 0; i < EVENTS; i++) {
        state = handle(decider, state, event(i));
        if (i == EVENTS / 3) {
          early = state.length;
        }
        greatest = Math.max(greatest, state.length);
      }
    }
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    double micros = (end - start) / 1e3 / EVENTS;
    System.out.printf(
        "one customer, %d events: %.1f us of one core each, at most %d bytes%n",
        EVENTS, micros, greatest);
    assertThat(greatest).isLessThan(64 * 1024).isLessThan(2 * early);
  }

  private static byte[] handle(Decider decider, byte[] before, Event event) {
    CustomerState state = before == null ? null : CustomerState.read(new BlobReader(before));
    Outcome outcome = decider.decide(state, new Input.Arrived(event));
    BlobWriter out = new BlobWriter();
    outcome.state().write(out);
    return out.toBytes();
  }
}
