package io.offerflow.pipeline.demo;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What happens in the city, one event after another. The same seed, start and times of {@link
 * #next} give the same events, as long as nobody answers an offer. Customers move in one by one,
 * each with a profile and her consents; then she moves between home, work and shops, calls, uses
 * data, tops up, looks at offers in the app and buys. For one thread, but for {@link #answer}.
 */
public final class City {
  /** Of so many events one is somebody new moving in, until the city is full. */
  private static final int EVENTS_PER_ARRIVAL = 10;

  /** How long a cell's trouble lasts, milliseconds. */
  private static final long TROUBLE_MILLIS = 30_000;

  private static final String[] TOPICS = {"network", "bill", "service"};
  private static final int[] TOP_UPS = {20, 30, 50, 100};

  private final long seed;
  private final int customers;
  private final Instant start;
  private final Clocks clocks;
  private final SplittableRandom random;
  private final List<Citizen> citizens = new ArrayList<>();
  private final PriorityQueue<Planned> agenda =
      new PriorityQueue<>(Comparator.comparingLong(Planned::due).thenComparingLong(Planned::order));
  private final Queue<Planned> answers = new ConcurrentLinkedQueue<>();

  private long planned;
  private long made;

  /**
   * @param customers how many live there once all have moved in
   * @param start what the local hours, birthdays and ends of contracts are counted from
   */
  public City(long seed, int customers, Instant start) {
    this.seed = seed;
    this.customers = customers;
    this.start = start;
    this.clocks = new Clocks(start);
    this.random = new SplittableRandom(seed);
  }

  /** Something that will happen to somebody. */
  private interface Scene {
    Event play(long time);
  }

  private record Planned(long due, long order, Scene scene) {}

  /**
   * What happens next.
   *
   * @param time when, epoch milliseconds; not less than at the call before
   */
  public Event next(long time) {
    for (Planned answer = answers.poll(); answer != null; answer = answers.poll()) {
      plan(answer.due(), answer.scene());
    }
    if (!agenda.isEmpty() && agenda.peek().due() <= time) {
      return agenda.poll().scene().play(time);
    }
    boolean arrival = citizens.isEmpty() || random.nextInt(EVENTS_PER_ARRIVAL) == 0;
    return arrival && citizens.size() < customers ? moveIn(time) : day(somebody(time), time);
  }

  /** Somebody will answer an offer at that time; for any thread. */
  void answer(String customer, String decision, String kind, long time) {
    answers.add(
        new Planned(
            time, 0, at -> event("response", customer, at, "decision", decision, "kind", kind)));
  }

  private void plan(long due, Scene scene) {
    agenda.add(new Planned(due, planned++, scene));
  }

  private Event moveIn(long time) {
    Citizen who = new Citizen(seed, citizens.size() + 1, clocks);
    citizens.add(who);
    ProfileChange profile = who.profile(start);
    boolean push = random.nextInt(100) < 85;
    plan(time, at -> consent(who, "push", push, at));
    if (random.nextInt(100) < 5) {
      plan(time, at -> consent(who, "sms", false, at));
    }
    return Event.profile(id(), who.id, time, profile);
  }

  /** Whoever it is her hour for. */
  private Citizen somebody(long time) {
    Citizen who;
    do {
      who = citizens.get(random.nextInt(citizens.size()));
    } while (random.nextDouble() > Clocks.activity(Clocks.hour(time, who.zone)));
    return who;
  }

  private Event day(Citizen who, long time) {
    int dice = random.nextInt(1000);
    if (dice < 400) {
      return move(who, time);
    } else if (dice < 650) {
      return data(who, time);
    } else if (dice < 780) {
      return call(who, time, 0);
    } else if (dice < 900) {
      return browse(who, time);
    } else if (dice < 940) {
      return buy(who, time, Shelf.pick(random));
    } else if (dice < 980) {
      return event("recharge", who.id, time, "amount", whole(TOP_UPS[random.nextInt(4)]));
    } else if (dice < 995) {
      return bill(who, time);
    }
    return event("complaint", who.id, time, "topic", TOPICS[random.nextInt(TOPICS.length)]);
  }

  private Event move(Citizen who, long time) {
    who.move(Clocks.hour(time, who.zone));
    if (random.nextInt(10) < 3) {
      return signal(who, time, "handover");
    }
    return event(
        "location",
        who.id,
        time,
        "lat",
        decimal(who.here().lat(), 5),
        "lon",
        decimal(who.here().lon(), 5),
        "accuracy_m",
        whole(5 + random.nextInt(40)),
        "cell",
        who.cell());
  }

  private Event data(Citizen who, long time) {
    if (random.nextInt(20) == 0) {
      return signal(who, time, "attach");
    }
    double megabytes = Math.exp(random.nextDouble() * (who.heavy ? 6.5 : 4.5));
    BigDecimal bytes = whole((long) (megabytes * 1_000_000));
    return signal(who, time, "data", "bytes", bytes);
  }

  /** A call; where the cell has trouble it drops, and she tries again. */
  private Event call(Citizen who, long time, int tries) {
    if (!who.pickUp()) {
      return data(who, time);
    }
    if (inTrouble(who.cell(), time) && random.nextInt(100) < 80) {
      int seconds = 1 + random.nextInt(5);
      plan(time + seconds * 1000L, at -> hangUp(who, at, "call-drop", seconds));
      if (tries < 4) {
        plan(time + (seconds + 2) * 1000L, at -> call(who, at, tries + 1));
      }
    } else {
      int seconds = 3 + (int) Math.min(600, Math.exp(random.nextDouble() * 4.5));
      plan(time + seconds * 1000L, at -> hangUp(who, at, "call-end", seconds));
    }
    return signal(who, time, "call-start");
  }

  private Event hangUp(Citizen who, long time, String kind, int seconds) {
    who.hangUp();
    return signal(who, time, kind, "duration_s", whole(seconds));
  }

  /** One cell in forty drops calls, another one every half minute. */
  private boolean inTrouble(String cell, long time) {
    long hash = (cell.hashCode() * 31L + time / TROUBLE_MILLIS + seed) * 0x9E3779B97F4A7C15L;
    return Long.remainderUnsigned(hash >>> 20, 40) == 0;
  }

  private Event browse(Citizen who, long time) {
    Shelf product = Shelf.pick(random);
    if (random.nextInt(100) < 10) {
      plan(time + 3_000 + random.nextInt(20_000), at -> buy(who, at, product));
    }
    return event(
        "app_view",
        who.id,
        time,
        "product",
        product.product(),
        "dwell_s",
        whole(2 + random.nextInt(90)));
  }

  private Event buy(Citizen who, long time, Shelf product) {
    return event(
        "purchase",
        who.id,
        time,
        "product",
        product.product(),
        "category",
        product.category(),
        "amount",
        whole(product.price()),
        "currency",
        "CNY",
        "store",
        random.nextInt(2) == 0 ? "app" : "store-" + (1 + random.nextInt(Streets.shops())));
  }

  private Event bill(Citizen who, long time) {
    double over = random.nextInt(5) == 0 ? 1.2 + random.nextDouble() : 1;
    return event("bill", who.id, time, "amount", decimal(who.fee().doubleValue() * over, 2));
  }

  private Event consent(Citizen who, String channel, boolean granted, long time) {
    return event("consent", who.id, time, "channel", channel, "granted", granted);
  }

  private Event signal(Citizen who, long time, String kind, Object... more) {
    Fields fields = Fields.of("kind", kind, "cell", who.cell(), "network", who.network);
    return Event.of("signalling", id(), who.id, time, fields.with(Fields.of(more)));
  }

  private Event event(String type, String customer, long time, Object... fields) {
    return Event.of(type, id(), customer, time, Fields.of(fields));
  }

  private String id() {
    return EventNumber.id(made++);
  }

  private static BigDecimal whole(long number) {
    return BigDecimal.valueOf(number);
  }

  private static BigDecimal decimal(double number, int places) {
    return BigDecimal.valueOf(number).setScale(places, RoundingMode.HALF_UP);
  }
}
