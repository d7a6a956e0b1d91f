package io.offerflow.benchmarks;

import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A customer of the telecom example as most are: a profile and two consents, 20 events in the
 * windows of its features, more of them lately than long ago, and the contacts that came of them.
 */
final class TypicalCustomer {
  static final int EVENTS = 20;

  /** Calls, data, purchases, views and recharges, from the oldest to the newest. */
  private static final String KINDS = "cdpdcdrdcdpcddpcdpcd";

  private static final String NAME = "c-4711";
  private static final long MONTH = TimeUnit.DAYS.toMillis(30);

  private TypicalCustomer() {}

  /** What is kept of her after the last of her events. */
  static byte[] state(Bundle bundle) {
    BlobWriter writer = new BlobWriter();
    lived(bundle).state().write(writer);
    return writer.toBytes();
  }

  /** How many offers went out to her. */
  static int contacts(Bundle bundle) {
    return (int) lived(bundle).offered();
  }

  /** What became of her. */
  private record Lived(CustomerState state, long offered) {}

  private static Lived lived(Bundle bundle) {
    CustomerState state = null;
    long offered = 0;
    try (Decider decider = new Decider(bundle)) {
      for (Event event : events()) {
        Outcome outcome = decider.decide(state, new Input.Arrived(event));
        state = outcome.state();
        offered +=
            outcome.decisions().stream()
                .filter(one -> one.outcome() == Decision.Kind.OFFERED)
                .count();
      }
    }
    return new Lived(state, offered);
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    long from = Town.START - MONTH;
    Map<String, Object> profile =
        Map.of(
            "tier",
            "gold",
            "monthly_fee",
            BigDecimal.valueOf(99),
            "msisdn",
            "+8613812345678",
            "push_token",
            "token-4711",
            "language",
            "zh");
    events.add(Event.profile("e-0", NAME, from, ProfileChange.set(profile)));
    for (String channel : List.of("sms", "push")) {
      Fields granted = Fields.of("channel", channel, "granted", true);
      events.add(Event.of("consent", "e-" + channel, NAME, from + 1, granted));
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= EVENTS; i++) {
      double back = Math.pow((double) (EVENTS - i) / EVENTS, 2);
      long time = Town.START - (long) (back * MONTH * 0.99) - random.nextInt(1000);
      events.add(event(i, time, random));
    }
    return events;
  }

  /** An event of hers after those, of a kind that most events are of: data, a fix, a view. */
  static Event later(int number) {
    String id = "later-" + number;
    long time = Town.START + 1000 + number % 1000;
    return switch (number % 3) {
      case 0 ->
          Event.of(
              "signalling",
              id,
              NAME,
              time,
              Fields.of(
                  "kind", "data", "cell", "cell-18", "bytes", BigDecimal.valueOf(number % 9_000)));
      case 1 ->
          Event.of(
              "location",
              id,
              NAME,
              time,
              Fields.of("lat", BigDecimal.valueOf(31), "lon", BigDecimal.valueOf(121)));
      default -> Event.of("app_view", id, NAME, time, Fields.of("product", "p-1"));
    };
  }

  private static Event event(int number, long time, SplittableRandom random) {
    String id = "e-" + number;
    return switch (KINDS.charAt(number - 1)) {
      case 'r' -> Event.of("recharge", id, NAME, time, Fields.of("amount", BigDecimal.valueOf(50)));
      case 'p' ->
          Event.of(
              "purchase",
              id,
              NAME,
              time,
              Fields.of("amount", BigDecimal.valueOf(1 + random.nextInt(50_000), 2)));
      case 'v' ->
          Event.of(
              "app_view",
              id,
              NAME,
              time,
              Fields.of("product", "plan-5g", "dwell_s", BigDecimal.valueOf(random.nextInt(90))));
      case 'c' -> Event.of("signalling", id, NAME, time, Fields.of("kind", "call-start"));
      default ->
          Event.of(
              "signalling",
              id,
              NAME,
              time,
              Fields.of(
                  "kind",
                  "data",
                  "cell",
                  "cell-17",
                  "bytes",
                  BigDecimal.valueOf(random.nextInt(20_000_000))));
    };
  }
}
