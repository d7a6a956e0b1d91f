package io.offerflow.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleRecord;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.codec.PushReader;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.faults.InForce.Place;
import io.offerflow.pipeline.faults.Story.Ending;
import io.offerflow.pipeline.job.WrittenBy;
import io.offerflow.policy.Contact;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a job that changed its rules may have put out, and what it may not. */
class StoryTest {
  private static final String ALICE = "alice";
  private static final long NOON = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final String RECHARGE = "{event: recharge}";
  private static final String WAITS = "{event: app_view, without: {event: recharge}, within: 5m}";

  /** The rules of activation 1, of 2, and of 3, which goes back and pauses a campaign. */
  private static final Place FIRST = new Place(0, 0);

  private static final Place SECOND = new Place(1, 1);

  /** The pause of activation 3 counts already, its rules are not ready. */
  private static final Place PAUSED = new Place(1, 2);

  private static InForce inForce;

  private final PutOut out = new PutOut();
  private final Runs runs = new Runs();
  private WrittenBy by = new WrittenBy(1, 0);
  private final List<Event> events = new ArrayList<>();
  private CustomerState state;

  @BeforeAll
  static void compile() {
    TestWorkspace first =
        new TestWorkspace()
            .campaign("large", RECHARGE, "if: ['event.amount >= 50']\n")
            .campaign("gone", WAITS, "offer: care\n");
    Map<String, byte[]> before = Map.copyOf(first.files());
    Map<String, byte[]> after =
        first
            .features("times: {count: recharge, last: 1h}\n")
            .campaign("large", RECHARGE, "if: ['event.amount >= 20 or times > 2']\n")
            .files();
    inForce = InForce.of(history(before, after));
  }

  private static BundleHistory history(Map<String, byte[]> before, Map<String, byte[]> after) {
    BundleHistory history = new BundleHistory();
    Instant noon = Instant.ofEpochMilli(NOON);
    List<PublishedBundle> contents = new ArrayList<>();
    for (Map<String, byte[]> files : List.of(before, after, before)) {
      contents.add(PublishedBundle.of(files, "a test", noon, null));
      history.add(new BundleRecord.Content(0, "c", contents.get(contents.size() - 1)));
    }
    for (int number = 1; number <= 3; number++) {
      Set<String> paused = number == 3 ? Set.of("large") : Set.of();
      Activation activation =
          new Activation(
              number,
              contents.get(number - 1).version(),
              new TreeSet<>(paused),
              "a test",
              noon,
              number - 1,
              Activation.Reason.DEPLOY,
              false);
      history.add(new BundleRecord.Activated(0, "a" + number, activation, false));
    }
    return history;
  }

  @AfterAll
  static void close() {
    inForce.close();
  }

  @Test
  void aChangeOfRulesBetweenTwoInputsIsFoundWhereverItWas() {
    recharge(FIRST, 20);
    recharge(FIRST, 60);
    recharge(SECOND, 20);
    view(SECOND);
    // Its timer fires by other rules than those that set it.
    wakeUp(PAUSED);
    recharge(PAUSED, 60);
    assertThat(out.pushes).hasSize(3);
    assertThat(ending()).isEqualTo(Ending.NOTHING);
  }

  @Test
  void goingBackIsSeen() {
    recharge(SECOND, 20);
    recharge(FIRST, 20);
    recharge(SECOND, 20);
    assertThat(ending().unlike()).isPositive();
  }

  @Test
  void whatIsMissingIsSeen() {
    recharge(FIRST, 60);
    recharge(SECOND, 20);
    String id = out.pushes.keySet().iterator().next();
    PutOut.Written push = out.pushes.remove(id);
    assertThat(ending()).isEqualTo(new Ending(1, 0, 0));
    out.pushes.put(id, push);
    out.decisions.remove(id);
    assertThat(ending()).isEqualTo(new Ending(0, 1, 0));
  }

  @Test
  void whatNoRulesBringAboutIsSeen() {
    recharge(FIRST, 60);
    recharge(SECOND, 10);
    out.decisions.put("another", written(new byte[7]));
    out.pushes.put("another", written(new byte[7]));
    assertThat(ending()).isEqualTo(new Ending(0, 2, 0));
    out.decisions.remove("another");
    out.pushes.replaceAll((id, push) -> written(new byte[7]));
    out.pushes.remove("another");
    assertThat(ending().unlike()).isEqualTo(1);
  }

  @Test
  void whatARunSentThatTheNextOneDecidesOtherwiseStands() {
    recharge(FIRST, 10);
    CustomerState saved = copy();
    by = new WrittenBy(1, 1);
    recharge(SECOND, 30);
    recharge(SECOND, 40);
    // The run ends, and the next one goes on from what was saved.
    by = new WrittenBy(2, 1);
    List<Event> again = List.copyOf(events.subList(1, 3));
    state = inForce.decider(inForce.name(FIRST)).decide(saved, facts()).state();
    handle(FIRST, new Input.Arrived(again.get(0)));
    handle(SECOND, new Input.Arrived(again.get(1)));
    recharge(SECOND, 60);
    assertThat(out.pushes).hasSize(3);
    // The push of the first of the two, and the record that went with it.
    assertThat(ending()).isEqualTo(new Ending(0, 0, 2));
    out.pushes.put("another", written(new byte[7]));
    assertThat(ending()).isEqualTo(new Ending(0, 1, 2));
  }

  /** No checkpoint was complete yet; the next run had saved one before it wrote anything. */
  @Test
  void aRunThatBeganFromNothingMayHaveSavedBeforeItFirstWrote() {
    by = new WrittenBy(1, 0);
    recharge(FIRST, 20);
    recharge(SECOND, 60);
    state = inForce.decider(inForce.name(FIRST)).decide(null, facts()).state();
    by = new WrittenBy(2, 1);
    handle(SECOND, new Input.Arrived(events.get(0)));
    handle(SECOND, new Input.Arrived(events.get(1)));
    recharge(SECOND, 20);
    assertThat(ending()).isEqualTo(Ending.NOTHING);
  }

  @Test
  void recordsOfARunAreReadInAnyOrder() {
    recharge(FIRST, 60);
    WrittenBy early = by;
    WrittenBy late = new WrittenBy(2, 4);
    runs.saw(late, ALICE, 20);
    assertThat(runs.isUndone(early)).as("it went on from a later checkpoint").isFalse();
    runs.saw(new WrittenBy(2, 0), ALICE, 10);
    assertThat(runs.isUndone(early)).isTrue();
    assertThat(runs.isUndone(late)).isFalse();
  }

  private Input facts() {
    List<Contact> contacts = out.contacts.values().stream().map(PutOut.Told::contact).toList();
    return new Input.TakenOver(ALICE, contacts);
  }

  /** Decisions consume the state. */
  private CustomerState copy() {
    CustomerState copy = null;
    for (Event event : events) {
      Input input = new Input.Arrived(event);
      copy = inForce.decider(inForce.name(FIRST)).decide(copy, input).state();
    }
    return copy;
  }

  private void recharge(Place place, int amount) {
    arrive(place, "recharge", Fields.of("amount", BigDecimal.valueOf(amount)));
  }

  private void view(Place place) {
    arrive(place, "app_view", Fields.NONE);
  }

  private void arrive(Place place, String type, Fields fields) {
    long time = NOON + (events.size() + 1) * 10 * MINUTE;
    Event event = Event.of(type, "e-" + events.size(), ALICE, time, fields);
    events.add(event);
    handle(place, new Input.Arrived(event));
  }

  private void wakeUp(Place place) {
    long last = events.get(events.size() - 1).time();
    handle(place, new Input.Wakeup(ALICE, last + 9 * MINUTE));
  }

  private void handle(Place place, Input input) {
    Outcome outcome = inForce.decider(inForce.name(place)).decide(state, input);
    state = outcome.state();
    for (Decision decision : outcome.decisions()) {
      PutOut.Written record = written(DecisionEncoder.decision(decision));
      PutOut.Written before = out.decisions.put(decision.id(), record);
      if (before != null) {
        runs.sawAgain(before.by(), by);
      }
      if (decision.outcome() == Decision.Kind.OFFERED && !decision.repeated()) {
        byte[] push = DecisionEncoder.offer(decision);
        out.pushes.put(decision.id(), written(push));
        Contact contact = PushReader.read(push).contact();
        out.contacts.put(decision.id(), new PutOut.Told(contact, by));
      }
    }
  }

  private PutOut.Written written(byte[] bytes) {
    runs.saw(by, ALICE, by.run());
    return new PutOut.Written(Arrays.hashCode(bytes), by, NOON);
  }

  private Ending ending() {
    long clock = events.get(events.size() - 1).time() + MINUTE;
    return Story.of(ALICE, events, out, inForce, runs, clock);
  }
}
