package io.offerflow.benchmarks;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * An endless tape of one town's events, the same for the same seed. Customers are drawn from a Zipf
 * distribution, so that a few are busy and most are quiet, as caches and key groups meet them. Each
 * customer's first event is preceded by her profile and her consents: without them no offer would
 * go out and most of the work would be skipped.
 */
final class Town {
  /** 2026-11-21T00:00:00Z. */
  static final long START = 1_795_219_200_000L;

  /** Of the tape that is measured with, so that all figures are of the same events. */
  static final long SEED = 7;

  /** A million events are most of a day. */
  static final long STEP_MILLIS = 80;

  private static final String[] NETWORKS = {"3G", "4G", "5G"};
  private static final String[] TIERS = {"bronze", "silver", "gold", "platinum"};
  private static final String[] CATEGORIES = {"phones", "food", "clothes", "travel", "service"};

  /** Latitude and longitude of places where many pass: an airport, two stations, a mall. */
  private static final double[][] CROWDED = {
    {31.1443, 121.8083}, {31.1979, 121.3363}, {31.2497, 121.4558}, {31.2397, 121.4998}
  };

  private final Schema schema;
  private final SplittableRandom random;
  private final double[] upTo;
  private final BitSet known;
  private final Queue<Event> prepared = new ArrayDeque<>();
  private long number;

  /** When the event of that number is, and how long after it the next one. */
  private long baseMicros = START * 1000;

  private long base;
  private long stepMicros = STEP_MILLIS * 1000;

  /**
   * @param schema what the workspace declares; types it lacks are left out
   */
  Town(Schema schema, int customers, long seed) {
    this.schema = schema;
    this.random = new SplittableRandom(seed);
    this.upTo = zipf(customers);
    this.known = new BitSet(customers);
  }

  /** It, once so many of its events have gone by. */
  Town after(int events) {
    for (int i = 0; i < events; i++) {
      next();
    }
    return this;
  }

  /**
   * Goes on as after so many events, with other steps.
   *
   * @param micros from one event to the next
   */
  Town from(long events, long micros) {
    baseMicros = START * 1000 + events * STEP_MILLIS * 1000;
    base = events;
    number = events;
    stepMicros = micros;
    return this;
  }

  /** From now on all customers are known and equally likely: hardly anybody is met twice soon. */
  Town evenly() {
    Arrays.setAll(upTo, i -> (i + 1.0) / upTo.length);
    return allKnown();
  }

  /** From now on all customers are known. */
  Town allKnown() {
    known.set(0, upTo.length);
    return this;
  }

  /** The chances of customers 0 to i, for each i: chance proportional to 1 / (i + 1). */
  private static double[] zipf(int customers) {
    double[] sums = new double[customers];
    double sum = 0;
    for (int i = 0; i < customers; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    for (int i = 0; i < customers; i++) {
      sums[i] /= sum;
    }
    return sums;
  }

  Event next() {
    Event waiting = prepared.poll();
    if (waiting != null) {
      return waiting;
    }
    int drawn = Arrays.binarySearch(upTo, random.nextDouble());
    int customer = Math.min(drawn < 0 ? -drawn - 1 : drawn, upTo.length - 1);
    if (!known.get(customer)) {
      known.set(customer);
      introduce(customer);
      return next();
    }
    return event(customer);
  }

  private void introduce(int customer) {
    String name = name(customer);
    Map<String, Object> attributes =
        Map.of(
            "tier",
            TIERS[customer % TIERS.length],
            "monthly_fee",
            BigDecimal.valueOf(30 + customer % 200),
            "msisdn",
            "+8613" + (100_000_000 + customer),
            "push_token",
            "token-" + customer,
            "language",
            customer % 3 == 0 ? "en" : "zh");
    Map<String, Object> declared = new TreeMap<>(attributes);
    declared.keySet().retainAll(schema.customer().keySet());
    prepared.add(Event.profile(id(), name, tick(), ProfileChange.set(declared)));
    for (String channel : List.of("sms", "push")) {
      Fields granted = Fields.of("channel", channel, "granted", true);
      prepared.add(Event.of("consent", id(), name, tick(), granted));
    }
  }

  private Event event(int customer) {
    int kind = random.nextInt(100);
    if (kind < 50) {
      return make("signalling", customer, signalling(customer));
    }
    if (kind < 70) {
      return make("location", customer, location(customer));
    }
    if (kind < 80 && declares("recharge", "amount", ValueType.NUMBER)) {
      return make("recharge", customer, Fields.of("amount", amount(200)));
    }
    if (kind < 90 && declares("app_view", "product", ValueType.TEXT)) {
      return make("app_view", customer, Fields.of("product", "p-" + random.nextInt(40)));
    }
    return make("purchase", customer, purchase());
  }

  private Event make(String type, int customer, Fields fields) {
    return Event.of(type, id(), name(customer), tick(), fields);
  }

  private boolean declares(String type, String field, ValueType valueType) {
    return schema.events().containsKey(type)
        && schema.events().get(type).fields().containsKey(field)
        && schema.events().get(type).fields().get(field).type() == valueType;
  }

  private Fields signalling(int customer) {
    Fields.Builder fields = new Fields.Builder();
    int kind = random.nextInt(100);
    String word = kind < 70 ? "data" : kind < 80 ? "call-end" : kind < 85 ? "call-drop" : "attach";
    fields.put("kind", word);
    fields.put("cell", "cell-" + (random.nextInt(10) == 0 ? random.nextInt(500) : customer % 500));
    fields.put("network", NETWORKS[random.nextInt(NETWORKS.length)]);
    if (kind < 70) {
      fields.put("bytes", BigDecimal.valueOf(random.nextInt(20_000_000)));
    } else if (kind < 85) {
      fields.put("duration_s", BigDecimal.valueOf(random.nextInt(600)));
    }
    return fields.build();
  }

  private Fields location(int customer) {
    double lat = 31.0 + customer % 997 / 1994.0;
    double lon = 121.2 + customer % 991 / 1652.0;
    if (random.nextInt(10) == 0) {
      double[] place = CROWDED[random.nextInt(CROWDED.length)];
      lat = place[0];
      lon = place[1];
    }
    return Fields.of("lat", degrees(lat), "lon", degrees(lon));
  }

  private BigDecimal degrees(double about) {
    return BigDecimal.valueOf(Math.round((about + random.nextDouble() * 0.002) * 1e6), 6);
  }

  private Fields purchase() {
    return Fields.of(
        "product",
        "p-" + random.nextInt(400),
        "category",
        CATEGORIES[random.nextInt(CATEGORIES.length)],
        "amount",
        amount(500),
        "store",
        "s-" + random.nextInt(60));
  }

  private BigDecimal amount(int most) {
    return BigDecimal.valueOf(1 + random.nextInt(most * 100), 2);
  }

  static String name(int customer) {
    return "c-" + customer;
  }

  private String id() {
    return "e-" + number;
  }

  private long tick() {
    return (baseMicros + stepMicros * (number++ - base)) / 1000;
  }
}
