package io.offerflow.pipeline.faults;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.pipeline.faults.InForce.Place;
import io.offerflow.pipeline.faults.PutOut.Written;
import io.offerflow.policy.Contact;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replays one customer's events and looks for a way through the deployed rules by which all that
 * the topics hold of her comes about. Rules change between two of her inputs, nobody knows which,
 * and never back.
 *
 * <p>What was put out by a run of the job that ended before it had saved that was done again by the
 * next run, perhaps by other rules. What the first one sent counts as taken over, and of what it
 * wrote down there may be more than the second one makes: that must be what an input on the way
 * comes to by other rules that were deployed.
 */
final class Story {
  /** So many ways are followed at once, the best. */
  private static final int WAYS = 400;

  private static final Comparator<Telling> BEST_FIRST =
      Comparator.comparingInt(Telling::wrong)
          .thenComparing(Telling::count, Comparator.reverseOrder());

  private final String customer;
  private final PutOut out;
  private final InForce inForce;
  private final Runs runs;
  private final BlobWriter writer = new BlobWriter();

  /** What an input on the way comes to by other rules, as it stands in the topics: ids. */
  private final Set<String> otherRecords = new HashSet<>();

  private final Set<String> otherPushes = new HashSet<>();

  /** A decision: the hash of its record, and of its push, or null. */
  private record Made(String id, int record, Integer push) {}

  /** What one input comes to. */
  private record Step(byte[] state, long nextDue, List<Made> made) {}

  private record Call(ByteBuffer state, String bundle, long due) {}

  /** All decisions of a way, the last one first. */
  private record Chain(Made last, int count, Chain before) {}

  /** A way so far. */
  private record Telling(Place place, byte[] state, long nextDue, int wrong, Chain made) {
    int count() {
      return made == null ? 0 : made.count;
    }

    boolean isNoWorse(Telling other) {
      return place.isBeforeOrAt(other.place) && wrong <= other.wrong && count() >= other.count();
    }
  }

  /**
   * How well the best way fits.
   *
   * @param lost pushes that are in no topic
   * @param unlike what is missing and no push, and what does not come about
   * @param superseded what a run put out and the next one decided by other rules
   */
  record Ending(int lost, int unlike, int superseded) {
    static final Ending NOTHING = new Ending(0, 0, 0);

    Ending plus(Ending other) {
      return new Ending(lost + other.lost, unlike + other.unlike, superseded + other.superseded);
    }
  }

  /** Whether any of it was done again. */
  private final boolean interrupted;

  private Story(String customer, PutOut out, InForce inForce, Runs runs) {
    this.customer = customer;
    this.out = out;
    this.inForce = inForce;
    this.runs = runs;
    this.interrupted =
        Stream.of(out.decisions, out.pushes)
            .flatMap(all -> all.values().stream())
            .anyMatch(this::isUndone);
  }

  private boolean isUndone(Written written) {
    return runs.isUndone(written.by());
  }

  /**
   * Replays her.
   *
   * @param events in their order
   * @param clock what is due before it has happened, epoch milliseconds
   */
  static Ending of(
      String customer, List<Event> events, PutOut out, InForce inForce, Runs runs, long clock) {
    return new Story(customer, out, inForce, runs).replay(events, clock);
  }

  private Ending replay(List<Event> events, long clock) {
    List<Telling> ways = List.of(beginning());
    long[] handled = handled(events);
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      ways = fire(ways, event.time(), handled[i]);
      ways = onward(ways, new Input.Arrived(event), handled[i]);
    }
    ways = fire(ways, clock, Long.MAX_VALUE);
    return ending(ways.get(0));
  }

  private Telling beginning() {
    Place place = new Place(0, 0);
    byte[] state = null;
    List<Contact> takenOver =
        out.contacts.values().stream()
            .filter(told -> runs.isUndone(told.by()))
            .map(PutOut.Told::contact)
            .toList();
    if (!takenOver.isEmpty()) {
      Input facts = new Input.TakenOver(customer, takenOver);
      state = bytes(inForce.decider(inForce.name(place)).decide(null, facts));
    }
    return new Telling(place, state, Long.MAX_VALUE, 0, null);
  }

  /** When each event had been handled at the latest: a record of it, or of a later one, stood. */
  private long[] handled(List<Event> events) {
    long[] handled = new long[events.size()];
    long latest = Long.MAX_VALUE;
    for (int i = events.size() - 1; i >= 0; i--) {
      Written written = out.ofEvents.get(PutOut.cause(events.get(i).type(), events.get(i).id()));
      latest = written == null || isUndone(written) ? latest : Math.min(latest, written.time());
      handled[i] = latest;
    }
    return handled;
  }

  /** What is due before an instant happens. */
  private List<Telling> fire(List<Telling> ways, long instant, long handled) {
    List<Telling> there = new ArrayList<>();
    List<Telling> behind = ways;
    while (!behind.isEmpty()) {
      List<Telling> next = new ArrayList<>();
      for (Telling one : behind) {
        if (one.nextDue < instant) {
          next.addAll(onward(List.of(one), new Input.Wakeup(customer, one.nextDue), handled));
        } else {
          there.add(one);
        }
      }
      behind = best(next);
    }
    return best(there);
  }

  private List<Telling> onward(List<Telling> ways, Input input, long handled) {
    Map<Call, Step> known = new HashMap<>();
    List<Telling> next = new ArrayList<>();
    for (Telling telling : ways) {
      for (Place place : inForce.from(telling.place, handled)) {
        next.add(then(telling, place, step(known, telling, place, input)));
      }
      if (interrupted) {
        inForce.all().forEach(place -> note(step(known, telling, place, input)));
      }
    }
    return best(next);
  }

  private Step step(Map<Call, Step> known, Telling telling, Place place, Input input) {
    ByteBuffer state = telling.state == null ? null : ByteBuffer.wrap(telling.state);
    String name = inForce.name(place);
    return known.computeIfAbsent(
        new Call(state, name, telling.nextDue), unused -> decide(telling.state, name, input));
  }

  private Step decide(byte[] state, String bundle, Input input) {
    CustomerState before = state == null ? null : CustomerState.read(new BlobReader(state));
    Outcome outcome = inForce.decider(bundle).decide(before, input);
    if (!outcome.onward().isEmpty()) {
      throw new IllegalStateException("the load merges no customers");
    }
    List<Made> made = new ArrayList<>();
    for (Decision decision : outcome.decisions()) {
      boolean offered = decision.outcome() == Decision.Kind.OFFERED;
      made.add(
          new Made(
              decision.id(),
              Arrays.hashCode(DecisionEncoder.decision(decision)),
              offered ? Arrays.hashCode(DecisionEncoder.offer(decision)) : null));
    }
    return new Step(bytes(outcome), outcome.nextDue(), made);
  }

  private byte[] bytes(Outcome outcome) {
    if (outcome.state() == null) {
      return null;
    }
    writer.reset();
    outcome.state().write(writer);
    return writer.toBytes();
  }

  private Telling then(Telling telling, Place place, Step step) {
    int wrong = telling.wrong;
    Chain chain = telling.made;
    for (Made made : step.made) {
      chain = new Chain(made, chain == null ? 1 : chain.count + 1, chain);
      wrong += (isWritten(made) ? 0 : 1) + (isSent(made) ? 0 : 1);
    }
    return new Telling(place, step.state, step.nextDue, wrong, chain);
  }

  private boolean isWritten(Made made) {
    Written record = out.decisions.get(made.id);
    return record != null && record.bytes() == made.record && !isUndone(record);
  }

  /** What was taken over may name other rules. */
  private boolean isSent(Made made) {
    Written sent = out.pushes.get(made.id);
    return made.push == null || sent != null && (sent.bytes() == made.push || isUndone(sent));
  }

  private void note(Step step) {
    for (Made made : step.made) {
      Written record = out.decisions.get(made.id);
      if (record != null && record.bytes() == made.record && isUndone(record)) {
        otherRecords.add(made.id);
      }
      Written push = out.pushes.get(made.id);
      if (push != null && made.push != null && push.bytes() == made.push && isUndone(push)) {
        otherPushes.add(made.id);
      }
    }
  }

  /** Without those that another one is no worse than whatever comes. */
  private List<Telling> best(List<Telling> ways) {
    if (ways.size() < 2) {
      return ways;
    }
    Map<Call, List<Telling>> alike = new HashMap<>();
    List<Telling> sorted = new ArrayList<>(ways);
    sorted.sort(BEST_FIRST);
    List<Telling> best = new ArrayList<>();
    for (Telling way : sorted) {
      ByteBuffer state = way.state == null ? null : ByteBuffer.wrap(way.state);
      Call key = new Call(state, inForce.name(way.place), way.nextDue);
      List<Telling> others = alike.computeIfAbsent(key, unused -> new ArrayList<>());
      if (best.size() < WAYS && others.stream().noneMatch(other -> other.isNoWorse(way))) {
        others.add(way);
        best.add(way);
      }
    }
    return best;
  }

  private Ending ending(Telling way) {
    Map<String, Made> made = new HashMap<>();
    for (Chain chain = way.made; chain != null; chain = chain.before) {
      made.putIfAbsent(chain.last.id, chain.last);
    }
    int lost = 0;
    int unlike = 0;
    int superseded = 0;
    for (Made one : made.values()) {
      lost += one.push != null && !out.pushes.containsKey(one.id) ? 1 : 0;
      unlike += isWritten(one) ? 0 : 1;
    }
    for (String id : out.decisions.keySet()) {
      if (!made.containsKey(id)) {
        superseded += otherRecords.contains(id) ? 1 : 0;
        unlike += otherRecords.contains(id) ? 0 : 1;
      }
    }
    for (Map.Entry<String, Written> push : out.pushes.entrySet()) {
      Made one = made.get(push.getKey());
      if (one == null || one.push == null || one.push != push.getValue().bytes()) {
        superseded += otherPushes.contains(push.getKey()) ? 1 : 0;
        unlike += otherPushes.contains(push.getKey()) ? 0 : 1;
      }
    }
    return new Ending(lost, unlike, superseded);
  }
}
