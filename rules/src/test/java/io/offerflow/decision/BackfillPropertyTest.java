package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Features that are deployed at any time, and filled, are as if they had always been there. */
class BackfillPropertyTest {
  private static final int IDS = 4;
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final long HOUR = 3_600_000;

  private static final String KEPT =
      """
      spend_7d: {sum: recharge.amount, last: 7d}
      views: {count: app_view}
      """;

  /** Longer, of another aggregate, over another event, without a window, by a condition. */
  private static final String ADDED =
      """
      spend_30d: {sum: recharge.amount, last: 30d}
      number_7d: {count: recharge, last: 7d}
      most_7d: {max: recharge.amount, last: 7d}
      least: {min: recharge.amount}
      big_30d: {count: recharge, where: 'amount > 5', last: 30d}
      today: {sum: recharge.amount, since: day}
      kinds_30d: {distinct: app_view.product, last: 30d}
      last_kind: {latest: app_view.product}
      first_kind_7d: {first: app_view.product, last: 7d}
      """;

  private static final Bundle BEFORE = workspace(KEPT).bundle();
  private static final Bundle AFTER =
      probed(workspace(KEPT + ADDED), (KEPT + ADDED).lines().map(line -> line.split(":")[0]))
          .bundle();

  // To compile rules costs far more than a world: all worlds, of both engines, share what does.
  private static final Decider BY_BEFORE = new Decider(BEFORE);
  private static final Decider BY_AFTER = new Decider(AFTER);
  private static final Backfill BACKFILL = Backfill.of(BEFORE.workspace(), AFTER.workspace());

  private static TestWorkspace workspace(String features) {
    return new TestWorkspace()
        .file(
            "workspace.yaml",
            """
            offerflow: 1
            name: test
            timezone: UTC
            currency: EUR
            language: en
            forget: 60d
            channels: {sms: {address: customer}}
            """)
        .file("offers.yaml", offer("A pack"))
        .policy("{classes: {sales: {}}, consent: {sms: opt-out}}")
        .file(
            "schema.yaml",
            """
            customer: {tier: {type: text}}
            events:
              recharge: {amount: number}
              app_view: {product: text}
              probe: {}
            """)
        .features(features);
  }

  private static String offer(String text) {
    return """
        pack:
          category: data
          value: 10
          start propensity: 0.1
          content: {sms: {en: "%s"}}
        """
        .formatted(text);
  }

  /** Its text says the values of all features. */
  private static TestWorkspace probed(TestWorkspace workspace, Stream<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append(name).append("={{").append(name).append("|-}} "));
    return workspace
        .file("offers.yaml", offer(text.toString()))
        .campaign("probe", "{event: probe}", "act within: 400d\n");
  }

  /** Customers, what was decided, and what was handled under which id, in that order. */
  private record World(
      Decider decider, SavedStates states, List<String> said, List<Event> handled) {
    World(Decider decider) {
      this(decider, new SavedStates(), new ArrayList<>(), new ArrayList<>());
    }

    void handle(Input input) {
      if (input instanceof Input.Arrived arrived) {
        handled.add(arrived.event());
      }
      Outcome outcome = states.handle(decider, input);
      outcome
          .decisions()
          .forEach(made -> said.add(made.customer() + " " + made.choice().content().get("text")));
      outcome.onward().forEach(this::handle);
    }

    World goOn(Decider other) {
      return new World(other, states, said, handled);
    }
  }

  private final Map<String, byte[]> folded = new HashMap<>();

  private void fold(World world, Input input) {
    Backfill.Folded made =
        BACKFILL.fold(folded.get(input.customer()), world.states.of(input.customer()), input);
    if (made.state() == null) {
      folded.remove(input.customer());
    } else {
      folded.put(input.customer(), made.state());
    }
    made.joining().forEach(next -> fold(world, next));
  }

  /**
   * A merge comes again whose first time is older than a later erasure of the id that was joined.
   */
  @Test
  void whatIsOlderThanAnErasureStillCountsOnce() {
    filledFeaturesAreAsIfTheyHadAlwaysBeenThere(214800);
  }

  @Property(tries = 500)
  void filledFeaturesAreAsIfTheyHadAlwaysBeenThere(@ForAll long seed) {
    List<Event> events = events(new Random(seed), 120, true, false);
    int cut = new Random(seed + 1).nextInt(events.size() - IDS);
    assertThat(filled(events, 0, cut)).isEqualTo(always(events));
  }

  @Property(tries = 200)
  void customersWhoWereForgottenBeginAnew(@ForAll long seed) {
    List<Event> events = events(new Random(seed), 120, false, true);
    int cut = new Random(seed + 1).nextInt(events.size() - IDS);
    assertThat(filled(events, 0, cut)).isEqualTo(always(events));
  }

  /** What comes again though it was erased is not among what was kept. */
  @Test
  void whatIsAsOldAsAnErasureThatIsGoneStaysErased() {
    whatWasKeptStays(-9838);
  }

  @Test
  void anEarlierErasureThatComesAgainTakesNothingAway() {
    Event first = Event.of("erase", "e-0", name(0), START, Fields.NONE);
    Event second = Event.of("erase", "e-1", name(0), START + HOUR, Fields.NONE);
    Event recharge = recharge(2, 0, START + 2 * HOUR, new Random(7));
    List<Event> events = new ArrayList<>(List.of(first, second, recharge, first, recharge));
    addProbes(events, START + 3 * HOUR);
    assertThat(filled(events, 2, 5)).isEqualTo(always(events));
  }

  /** What Kafka does not have any more is not lost where other features have kept it. */
  @Property(tries = 200)
  void whatWasKeptStays(@ForAll long seed) {
    List<Event> events = events(new Random(seed), 120, false, false);
    int cut = 40 + new Random(seed + 1).nextInt(events.size() - 40 - IDS);
    List<String> kept = only(always(events), "spend_7d=", "views=");
    assertThat(only(filled(events, 30, cut), "spend_7d=", "views=")).isEqualTo(kept);
  }

  @Test
  void manyEventsAreMergedAsTheyWouldHaveBeen() {
    List<Event> events = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 900; i++) {
      events.add(recharge(i, 0, START + i * HOUR / 2, random));
    }
    addProbes(events, START + 900 * HOUR / 2);
    assertThat(filled(events, 0, 700)).isEqualTo(always(events));
  }

  private static List<String> only(List<String> said, String... features) {
    return said.stream()
        .map(
            text -> {
              StringBuilder some = new StringBuilder(text.substring(0, text.indexOf(' ')));
              for (String feature : features) {
                int at = text.indexOf(feature);
                some.append(' ').append(text, at, text.indexOf(' ', at));
              }
              return some.toString();
            })
        .toList();
  }

  private List<String> always(List<Event> events) {
    World world = new World(BY_AFTER);
    events.forEach(event -> world.handle(new Input.Arrived(event)));
    return world.said;
  }

  /**
   * Deployed before the event of that number; the events before {@code known} are not to be had.
   */
  private List<String> filled(List<Event> events, int known, int cut) {
    folded.clear();
    World world = new World(BY_BEFORE);
    for (Event event : events.subList(0, cut)) {
      world.handle(new Input.Arrived(event));
    }
    for (Event event : world.handled.subList(Math.min(known, cut), world.handled.size())) {
      fold(world, new Input.Arrived(event));
    }
    World after = world.goOn(BY_AFTER);
    folded.forEach(
        (customer, made) -> {
          byte[] state = after.states.of(customer);
          if (state != null) {
            after.states.put(customer, Backfill.apply(AFTER, state, made));
          }
        });
    for (Event event : events.subList(cut, events.size())) {
      after.handle(new Input.Arrived(event));
    }
    return after.said;
  }

  /** Late ones, repeated ones, erasures, changes of the time zone, merges, long silences. */
  private static List<Event> events(Random random, int count, boolean merges, boolean silences) {
    List<Event> events = new ArrayList<>();
    long time = START;
    for (int i = 0; i < count; i++) {
      int step = random.nextInt(100);
      time += step == 0 && silences ? 70 * 24 * HOUR : random.nextInt(6) * HOUR / 2;
      int id = random.nextInt(IDS);
      int kind = random.nextInt(40);
      if (kind == 0) {
        events.add(Event.of("erase", "e-" + i, name(id), time, Fields.NONE));
      } else if (kind == 1 && id > 0 && merges) {
        events.add(merge(i, id, random.nextInt(id), time));
      } else if (kind == 2) {
        events.add(moved(i, id, time, random.nextBoolean() ? "Asia/Shanghai" : "America/Lima"));
      } else if (kind < 6 && !events.isEmpty()) {
        events.add(events.get(random.nextInt(events.size())));
      } else if (kind < 22) {
        long late = random.nextInt(4) == 0 ? random.nextInt(50) * HOUR : 0;
        events.add(recharge(i, id, time - late, random));
      } else {
        Fields product = Story.fields("product", "p" + random.nextInt(4));
        events.add(Event.of("app_view", "e-" + i, name(id), time, product));
      }
    }
    addProbes(events, time);
    return events;
  }

  private static void addProbes(List<Event> events, long time) {
    for (int id = 0; id < IDS; id++) {
      events.add(Event.of("probe", "probe-" + id, name(id), time + 1, Fields.NONE));
    }
  }

  private static Event merge(int number, int id, int into, long time) {
    return Event.of("merge", "e-" + number, name(id), time, Story.fields("into", name(into)));
  }

  private static Event moved(int number, int id, long time, String zone) {
    ProfileChange change = ProfileChange.set(Map.of("timezone", zone, "tier", "gold"));
    return Event.profile("e-" + number, name(id), time, change);
  }

  private static Event recharge(int number, int id, long time, Random random) {
    Fields amount =
        random.nextInt(6) == 0 ? Fields.NONE : Story.fields("amount", random.nextInt(9));
    return Event.of("recharge", "e-" + number, name(id), time, amount);
  }

  private static String name(int id) {
    return "c-" + id;
  }
}
