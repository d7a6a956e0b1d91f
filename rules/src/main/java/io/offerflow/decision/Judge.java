package io.offerflow.decision;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.offerflow.arbitration.Score;
import io.offerflow.condition.Condition;
import io.offerflow.condition.Truth;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.DurationText;
import io.offerflow.learning.Estimate;
import io.offerflow.learning.Propensities;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Check;
import io.offerflow.policy.Plan;
import io.offerflow.policy.Subject;
import io.offerflow.policy.Verdict;
import io.offerflow.stock.Supplies;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Period;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.WhenQuiet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** Holds the campaigns of one cause against conditions and policy, each to its first result. */
final class Judge {
  private final Bundle bundle;
  private final Eligibility.Session session;
  private final Propensities propensities;
  private final BitSet eligible = new BitSet();

  /** The triggers whose campaigns are evaluated one by one. */
  private final Set<String> apart = new HashSet<>();

  Judge(Bundle bundle, Eligibility.Session session) {
    this(bundle, session, Propensities.START);
  }

  Judge(Bundle bundle, Eligibility.Session session, Propensities propensities) {
    this.bundle = bundle;
    this.session = session;
    this.propensities = propensities;
  }

  /**
   * What became of the campaigns of one cause.
   *
   * @param failed those that do not compete, with their result
   * @param passed the others, best first
   * @param quieted of the failed ones those to be held if nothing goes out, best first
   */
  record Judged(List<Considered> failed, List<Candidate> passed, List<Quieted> quieted) {}

  Judged judge(
      String customer,
      CustomerState state,
      List<Occurrence> occurrences,
      CauseValues values,
      Supplies supplies) {
    findEligible(occurrences, values);
    Judged judged = new Judged(new ArrayList<>(), new ArrayList<>(1), new ArrayList<>(0));
    for (Occurrence occurrence : occurrences) {
      Campaign campaign = bundle.workspace().campaigns().get(occurrence.campaign());
      Considered first;
      try {
        first = judge(customer, state, occurrence, campaign, values, supplies, judged);
      } catch (RuntimeException | StackOverflowError failure) {
        first = broken(campaign, Condition.notEvaluated(failure));
      }
      if (first != null) {
        judged.failed().add(first);
      }
    }
    judged.passed().sort(Ranked.BEST_FIRST);
    judged.quieted().sort(Ranked.BEST_FIRST);
    return judged;
  }

  /** Its first result, or null where it passes. */
  private Considered judge(
      String customer,
      CustomerState state,
      Occurrence occurrence,
      Campaign campaign,
      CauseValues values,
      Supplies supplies,
      Judged judged) {
    if (occurrence.failure() != null) {
      return broken(campaign, occurrence.failure());
    }
    Plan plan = bundle.policy().plan(customer, campaign);
    Offer offer = plan.offer();
    CauseValues mine = values.of(occurrence, offer);
    Considered first = beforePolicy(state.now, occurrence, campaign, offer, mine);
    if (first != null) {
      return first;
    }
    String asking = campaign.moment() instanceof Moment.Ask ask ? ask.channel() : null;
    Subject subject = state.subject(customer, mine, supplies.of(campaign, offer)).askedBy(asking);
    return channels(subject, occurrence, campaign, plan, judged);
  }

  /**
   * What becomes of campaigns that tag: {@code tagged}, or the first result that keeps them from
   * it.
   *
   * @return in the order of the occurrences
   */
  List<Considered> tagging(CustomerState state, List<Occurrence> occurrences, CauseValues values) {
    findEligible(occurrences, values);
    List<Considered> considered = new ArrayList<>(occurrences.size());
    for (Occurrence occurrence : occurrences) {
      Campaign campaign = bundle.workspace().campaigns().get(occurrence.campaign());
      CauseValues mine = values.of(occurrence, null);
      Considered first;
      try {
        first =
            occurrence.failure() == null
                ? beforePolicy(state.now, occurrence, campaign, null, mine)
                : broken(campaign, occurrence.failure());
      } catch (RuntimeException | StackOverflowError failure) {
        first = broken(campaign, Condition.notEvaluated(failure));
      }
      considered.add(first == null ? considered(campaign, Result.TAGGED, null, null) : first);
    }
    return considered;
  }

  /**
   * One pass through Drools for each trigger: its campaigns share all that conditions name. What is
   * released has an event of its own, so it is asked about alone.
   */
  private void findEligible(List<Occurrence> occurrences, CauseValues values) {
    eligible.clear();
    Set<String> asked = new HashSet<>();
    for (Occurrence occurrence : occurrences) {
      String trigger = bundle.moments().trigger(occurrence.campaign());
      boolean occurred = !occurrence.released() && occurrence.failure() == null;
      if (occurred && asked.add(trigger)) {
        ask(trigger, values.of(occurrence, null), eligible::set);
      }
    }
    for (Occurrence occurrence : occurrences) {
      if (occurrence.released()) {
        eligible.clear(occurrence.campaign());
        String trigger = bundle.moments().trigger(occurrence.campaign());
        ask(trigger, values.of(occurrence, null), found -> setIf(found, occurrence.campaign()));
      }
    }
  }

  /**
   * One rule that throws ends the pass for all rules of its trigger. They are not asked together
   * any more: each is evaluated by itself, which comes to the same and costs more.
   */
  private void ask(String trigger, CauseValues values, IntConsumer found) {
    if (apart.contains(trigger)) {
      return;
    }
    try {
      session.eligible(trigger, values, found);
    } catch (RuntimeException | StackOverflowError failure) {
      apart.add(trigger);
    }
  }

  private void setIf(int found, int campaign) {
    if (found == campaign) {
      eligible.set(found);
    }
  }

  private Considered beforePolicy(
      long now, Occurrence occurrence, Campaign campaign, Offer offer, CauseValues values) {
    String inactive = inactive(now, campaign, offer);
    if (inactive != null) {
      return considered(campaign, Result.INACTIVE, inactive, null);
    }
    if (now - campaign.actWithinMillis() > occurrence.time()) {
      String age = DurationText.format(now - occurrence.time());
      String limit = DurationText.format(campaign.actWithinMillis());
      return considered(campaign, Result.LATE, "act within " + limit + ": was " + age, null);
    }
    if (eligible.get(occurrence.campaign())) {
      return null;
    }
    for (Condition condition : campaign.conditions()) {
      try {
        Truth truth = condition.test(values);
        if (truth != Truth.TRUE) {
          Result result = truth == Truth.UNKNOWN ? Result.MISSING : Result.CONDITION;
          return considered(campaign, result, condition.detail(values), null);
        }
      } catch (RuntimeException | StackOverflowError failure) {
        return broken(campaign, condition.failed(failure));
      }
    }
    if (apart.contains(bundle.moments().trigger(occurrence.campaign()))) {
      return null;
    }
    // The rule has the last word; a property test holds it against the evaluator used here.
    return considered(campaign, Result.CONDITION, "refused by its rule", null);
  }

  private String inactive(long now, Campaign campaign, Offer offer) {
    if (bundle.isPaused(campaign)) {
      return "paused";
    }
    String outside = outside(now, campaign.active());
    if (outside != null) {
      return "campaign " + outside;
    }
    outside = offer == null ? null : outside(now, offer.valid());
    return outside == null ? null : "offer " + outside;
  }

  private String outside(long now, Period period) {
    if (now < period.fromMillis()) {
      return "begins " + asWritten(period.fromMillis());
    }
    return now >= period.toMillis() ? "ended " + asWritten(period.toMillis()) : null;
  }

  /** In the time zone in which the days of a period were written: its own midnights read so. */
  private String asWritten(long epochMillis) {
    ZoneId zone = bundle.workspace().settings().timezone();
    return ISO_OFFSET_DATE_TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /** The first channel that passes makes a candidate; else the one that came furthest answers. */
  private Considered channels(
      Subject subject, Occurrence occurrence, Campaign campaign, Plan plan, Judged judged) {
    Offer offer = plan.offer();
    ContactClass contactClass = bundle.workspace().policy().classes().get(campaign.contactClass());
    Verdict.Block furthest = null;
    String reported = null;
    for (String channel : plan.channels()) {
      Verdict verdict = bundle.policy().check(subject, campaign, offer, channel);
      if (verdict instanceof Verdict.Pass pass) {
        Estimate estimate = propensities.of(offer, channel, subject.values());
        Score score = Score.of(campaign, offer, subject.values(), estimate);
        judged
            .passed()
            .add(
                new Candidate(
                    occurrence, campaign, offer, contactClass, score, pass, plan.variant()));
        return null;
      }
      Verdict.Block block = (Verdict.Block) verdict;
      if (furthest == null || block.check().compareTo(furthest.check()) > 0) {
        furthest = block;
        reported = channel;
      }
    }
    if (furthest.check() == Check.QUIET
        && campaign.whenQuiet() == WhenQuiet.HOLD
        && !occurrence.released()) {
      Estimate estimate = propensities.of(offer, reported, subject.values()).expected();
      Score score = Score.of(campaign, offer, subject.values(), estimate);
      judged
          .quieted()
          .add(
              new Quieted(
                  occurrence, campaign, offer, contactClass, score, reported, furthest.free()));
    }
    Result result = Result.valueOf(furthest.check().name());
    return considered(campaign, result, furthest.detail(), furthest.free());
  }

  /** What cannot be evaluated is as what is missing: it is not true, and the others go on. */
  private static Considered broken(Campaign campaign, String detail) {
    String moment = campaign.moment().word();
    return new Considered(campaign.id(), moment, Result.MISSING, detail, null, true);
  }

  private static Considered considered(Campaign campaign, Result result, String detail, Long free) {
    return new Considered(campaign.id(), campaign.moment().word(), result, detail, free);
  }
}
