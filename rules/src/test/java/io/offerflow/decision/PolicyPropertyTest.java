package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.event.Event;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Policy.WhenQuiet;
import io.offerflow.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/**
 * Thousands of random histories under random policies: every considered campaign has the first
 * result that applies, and what goes out may go out, as {@link ReferencePolicy} sees it.
 */
class PolicyPropertyTest {
  private static final int CUSTOMERS = 140;
  private static final int EVENTS = 40;

  /** Each of them is seen. */
  private static final List<String> RESULTS =
      List.of(
          "inactive",
          "late",
          "missing",
          "condition",
          "unreachable",
          "content",
          "consent",
          "suppressed",
          "excluded",
          "limit",
          "cap",
          "quiet",
          "won",
          "outranked",
          "control");

  /** Of the windows that {@link RandomPolicies} writes. */
  private static final long[] LENGTHS =
      List.of("37m", "45m", "50m", "5h", "7h", "9h", "24h", "48h", "72h").stream()
          .mapToLong(length -> Duration.parse("PT" + length.toUpperCase()).toMillis())
          .toArray();

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void everyResultIsTheFirstThatApplies(@ForAll long seed) {
    Random random = new Random(seed);
    RandomPolicies policies = new RandomPolicies(random);
    Set<String> seen = new TreeSet<>();
    Bundle bundle = policies.workspace().bundle();
    try (Decider decider = new Decider(bundle)) {
      for (int i = 0; i < CUSTOMERS; i++) {
        new History(bundle.workspace(), decider, "c-" + i, seen).run(policies, random);
      }
    }
    seen.forEach(result -> Statistics.label("policies with").collect(result));
    Statistics.label("policies with")
        .coverage(
            found -> RESULTS.forEach(result -> found.check(result).count(times -> times > 0)));
  }

  /** One customer. */
  private static final class History {
    private final Workspace workspace;
    private final Decider decider;
    private final String customer;
    private final Set<String> seen;
    private final ReferenceHistory history;
    private final ReferenceExperiments experiments;
    private final ReferencePolicy reference;
    private final Map<String, Campaign> campaigns = new TreeMap<>();

    /** The times of the events of what is held. */
    private final Map<String, Long> held = new HashMap<>();

    private final List<String> decisions = new ArrayList<>();
    private CustomerState state;
    private long now = Long.MIN_VALUE;
    private long erasedAt = Long.MIN_VALUE;

    History(Workspace workspace, Decider decider, String customer, Set<String> seen) {
      this.seen = seen;
      this.workspace = workspace;
      this.decider = decider;
      this.customer = customer;
      this.history = new ReferenceHistory(workspace);
      this.experiments = new ReferenceExperiments(workspace, customer);
      this.reference = new ReferencePolicy(workspace.policy(), history, experiments);
      workspace.campaigns().forEach(campaign -> campaigns.put(campaign.id(), campaign));
    }

    void run(RandomPolicies policies, Random random) {
      for (int i = 0; i < EVENTS; i++) {
        List<Long> edges = history.edges(now, LENGTHS);
        long latest = Math.max(now, erasedAt);
        step(policies.event("e-" + i, customer, latest, edges, decisions));
        if (random.nextInt(10) == 0) {
          state = copy(state);
        }
      }
    }

    private void step(Event event) {
      Outcome outcome = decider.decide(state, new Input.Arrived(event));
      state = outcome.state();
      assertThat(outcome.fate() == Outcome.Fate.ERASED).isEqualTo(event.time() <= erasedAt);
      if (event.time() <= erasedAt) {
        return;
      }
      List<Decision> made = new ArrayList<>(outcome.decisions());
      // What was due before the event knows nothing of it.
      while (!made.isEmpty()
          && made.get(0).cause() instanceof Decision.TimerCause timer
          && timer.due() < event.time()) {
        check(made.remove(0), null);
      }
      if (event.type().equals("erase")) {
        erase(event.time());
        assertThat(made).isEmpty();
        return;
      }
      now = Math.max(now, event.time());
      boolean matched = history.happened(event, now);
      List<Campaign> asked = matched ? campaignsOf(event) : List.of();
      if (!asked.isEmpty()) {
        Decision decision = made.remove(0);
        assertThat(decision.considered())
            .extracting(Considered::campaign)
            .containsExactlyElementsOf(asked.stream().map(Campaign::id).toList());
        check(decision, event);
      }
      made.forEach(decision -> check(decision, null));
    }

    private void erase(long time) {
      history.erased();
      held.clear();
      erasedAt = time;
      now = Long.MIN_VALUE;
    }

    private List<Campaign> campaignsOf(Event event) {
      return campaigns.values().stream()
          .filter(
              campaign ->
                  ((Moment.OnEvent) campaign.moment()).trigger().type().equals(event.type()))
          .toList();
    }

    /**
     * @param event null for what was held and is decided once more
     */
    private void check(Decision decision, Event event) {
      now = Math.max(now, decision.time());
      assertThat(decision.time()).isEqualTo(now);
      Campaign winner = null;
      List<String> quieted = new ArrayList<>();
      Map<String, ReferencePolicy.Judgement> judgements = new TreeMap<>();
      for (Considered one : decision.considered()) {
        Campaign campaign = campaigns.get(one.campaign());
        long moment = event == null ? held.remove(one.campaign()) : event.time();
        ReferencePolicy.Judgement judgement = reference.judge(campaign, moment, now);
        judgements.put(one.campaign(), judgement);
        if (judgement.result().equals("passes")) {
          winner = winner == null || goesBefore(campaign, winner) ? campaign : winner;
        } else if (judgement.result().equals("quiet")
            && campaign.whenQuiet() == WhenQuiet.HOLD
            && event != null) {
          quieted.add(one.campaign());
        }
      }
      for (Considered one : decision.considered()) {
        checkOne(one, judgements.get(one.campaign()), winner);
      }
      checkOutcome(decision, winner, winner == null ? quieted : List.of());
      if (winner == null) {
        quieted.forEach(campaign -> held.put(campaign, event.time()));
      }
    }

    private boolean goesBefore(Campaign one, Campaign other) {
      return Comparator.comparingInt((Campaign each) -> experiments.contactClass(each).rank())
              .thenComparing(experiments::score, Comparator.reverseOrder())
              .thenComparing(Campaign::id)
              .compare(one, other)
          < 0;
    }

    private void checkOne(Considered one, ReferencePolicy.Judgement judgement, Campaign winner) {
      String expected = judgement.result();
      if (expected.equals("passes")) {
        boolean won = one.campaign().equals(winner.id());
        String best = experiments.arm(winner) == null ? "won" : "control";
        expected = won ? best : "outranked";
      }
      seen.add(expected);
      assertThat(one.result().word()).as("%s", one).isEqualTo(expected);
      assertThat(one.free()).as("free of %s", one).isEqualTo(judgement.free());
    }

    private void checkOutcome(Decision decision, Campaign winner, List<String> quieted) {
      assertThat(decision.held()).containsExactlyElementsOf(quieted);
      if (winner == null) {
        assertThat(decision.outcome())
            .isEqualTo(quieted.isEmpty() ? Decision.Kind.NONE : Decision.Kind.HELD);
        assertThat(decision.choice()).isNull();
        return;
      }
      ReferenceExperiments.Variant variant = experiments.variant(winner);
      String arm = experiments.arm(winner);
      assertThat(decision.outcome())
          .isEqualTo(arm == null ? Decision.Kind.OFFERED : Decision.Kind.CONTROL);
      assertThat(decision.choice().campaign()).isEqualTo(winner.id());
      assertThat(decision.choice().arm()).isEqualTo(arm);
      assertThat(decision.choice().variant()).isEqualTo(variant.name());
      assertThat(decision.choice().offer()).isEqualTo(variant.offer().id());
      checkAllowed(decision.choice(), winner);
      history.decided(decision, variant.offer(), experiments.contactClass(winner));
      decisions.add(decision.id());
    }

    /** Said once more of what went out, in case judging it was wrong twice in the same way. */
    private void checkAllowed(Decision.Choice choice, Campaign winner) {
      var contactClass = experiments.contactClass(winner);
      if (!contactClass.ignores().contains(Ignored.QUIET_HOURS)) {
        assertThat(reference.quiet(choice.channel(), now)).isFalse();
        assertThat(reference.quiet(choice.channel(), choice.deadline() - 1)).isFalse();
      }
      if (!contactClass.ignores().contains(Ignored.CONSENT)) {
        assertThat(history.consents(choice.channel(), contactClass.purpose())).isTrue();
      }
      assertThat(workspace.offers().get(choice.offer()).valid().contains(now)).isTrue();
      assertThat(choice.deadline()).isGreaterThanOrEqualTo(now);
    }

    private static CustomerState copy(CustomerState state) {
      BlobWriter out = new BlobWriter();
      state.write(out);
      return CustomerState.read(new BlobReader(out.toBytes()));
    }
  }
}
