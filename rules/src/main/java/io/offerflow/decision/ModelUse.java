package io.offerflow.decision;

import io.offerflow.condition.Values;
import io.offerflow.learning.Arm;
import io.offerflow.learning.Belief;
import io.offerflow.learning.Contender;
import io.offerflow.learning.Estimate;
import io.offerflow.learning.Knowledge;
import io.offerflow.learning.Learned;
import io.offerflow.learning.Lesson;
import io.offerflow.learning.Model;
import io.offerflow.learning.Propensities;
import io.offerflow.policy.Contact;
import io.offerflow.workspace.Learning;
import io.offerflow.workspace.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What a decider takes from the model, and what it teaches. Where nothing is learned it does
 * nothing.
 */
final class ModelUse implements Propensities {
  private final Learning learning;
  private Knowledge knowledge = Model.EMPTY;
  private Learned current;
  private final List<Lesson> lessons = new ArrayList<>(0);

  /**
   * @param learning null when it is off
   */
  ModelUse(Learning learning) {
    this.learning = learning;
  }

  /** Decisions from now on are made with that. */
  void use(Knowledge now) {
    knowledge = now;
  }

  /** A decision begins. */
  void begin(String decision, long now) {
    current =
        learning == null ? null : new Learned(learning, knowledge.to(decision), decision, now);
  }

  @Override
  public Estimate of(Offer offer, String channel, Values values) {
    return current == null
        ? Propensities.START.of(offer, channel, values)
        : current.of(offer, channel, values);
  }

  /**
   * Lets chance put one of the leader's class first, where the policy wants that, and says how
   * likely the first was to be so.
   *
   * @param passed best first; may change
   * @param former what a former run chose and put out, which stands whatever is known now; or null
   * @return null where nothing is learned or nobody passed
   */
  Decision.ByModel choose(List<Candidate> passed, Contact former) {
    if (current == null || passed.isEmpty()) {
      return null;
    }
    if (former != null) {
      putFirst(passed, former);
    }
    int rank = passed.get(0).contactClass().rank();
    List<Candidate> rivals = new ArrayList<>(passed);
    rivals.removeIf(candidate -> candidate.contactClass().rank() != rank);
    Candidate first = rivals.get(0);
    Candidate best = Collections.min(rivals, Ranked.BEST_FIRST);
    rivals.sort(Comparator.comparing(candidate -> candidate.campaign().id()));
    int explored = former == null ? current.explored(rivals.size()) : -1;
    Candidate chosen = explored < 0 ? first : rivals.get(explored);
    if (chosen != first) {
      passed.remove(chosen);
      passed.add(0, chosen);
    }
    List<Contender> contenders = rivals.stream().map(ModelUse::contender).toList();
    return new Decision.ByModel(
        current.version(),
        current.probability(contenders, rivals.indexOf(chosen), rivals.indexOf(best)));
  }

  private static void putFirst(List<Candidate> passed, Contact former) {
    for (Candidate candidate : passed) {
      if (candidate.campaign().id().equals(former.campaign())
          && candidate.offer().id().equals(former.offer())) {
        passed.remove(candidate);
        passed.add(0, candidate);
        return;
      }
    }
  }

  /** The version alone, for what is answered and not chosen; null where nothing is learned. */
  Decision.ByModel told() {
    return current == null ? null : new Decision.ByModel(current.version(), null);
  }

  private static Contender contender(Candidate candidate) {
    return new Contender(
        candidate.score().estimate().belief(), candidate.score().worth().doubleValue());
  }

  /** A contact went out: it is known at its end at the latest what came of it. */
  void contacted(CustomerState state, String decision, Candidate winner) {
    Belief belief = winner.score().estimate().belief();
    if (belief != null) {
      open(state, decision, belief.arm(), state.now, winner.offer());
    }
  }

  /**
   * A contact that a former run made.
   *
   * @param offer null when there is none of that name any more
   */
  void contacted(CustomerState state, Contact former, Offer offer, Values values) {
    if (learning != null && offer != null) {
      Arm arm = Arm.of(offer, former.channel(), values);
      open(state, former.decision(), arm, former.time(), offer);
    }
  }

  private static void open(CustomerState state, String decision, Arm arm, long time, Offer offer) {
    state.trials().open(Contact.shortened(decision), arm, time + offer.expiresMillis());
  }

  /** She answered. */
  void answered(CustomerState state, Contact contact, String kind) {
    if (learning != null) {
      Lesson lesson = state.trials().answered(contact.decision(), contact.offer(), kind, state.now);
      if (lesson != null) {
        lessons.add(lesson);
      }
    }
  }

  /** A contact of which nothing was heard is undone: nothing is learned of it. */
  void undone(CustomerState state, Contact contact) {
    state.trials().undo(contact.decision(), contact.offer());
  }

  /** When something is learned without an answer; Long.MAX_VALUE for never. */
  long nextDue(CustomerState state) {
    return learning == null ? Long.MAX_VALUE : state.trials().nextDue();
  }

  void expire(CustomerState state, long due) {
    if (learning != null) {
      lessons.addAll(state.trials().expire(due));
    }
  }

  /** What was learned since the last call. */
  List<Lesson> take() {
    if (lessons.isEmpty()) {
      return List.of();
    }
    List<Lesson> taken = List.copyOf(lessons);
    lessons.clear();
    return taken;
  }
}
