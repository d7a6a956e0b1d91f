package io.offerflow.benchmarks;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.learning.Contender;
import io.offerflow.learning.Estimate;
import io.offerflow.learning.Learned;
import io.offerflow.learning.Learner;
import io.offerflow.learning.Lesson;
import io.offerflow.workspace.Learning;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One run over the {@link Population}: a decision every two minutes, the candidates ranked as the
 * core ranks them, an acceptance known after ten minutes and silence after the offer's four hours.
 */
final class Regret {
  static final int DECISIONS = 10_000;

  /** Of the records, those that the value of other policies is estimated from. */
  static final int LOGGED = 1_000;

  private static final long EVERY = 120_000;
  private static final long ANSWER = 600_000;

  /**
   * How decisions are made.
   *
   * @param learning null without learning
   * @param random whether all is left to chance, whatever {@code learning} says
   */
  record Way(String name, Learning learning, boolean byTier, boolean random, boolean changing) {}

  /**
   * A decision as its record has it, and what came of it.
   *
   * @param probability 0 where it was not asked for
   */
  record Logged(String offer, double probability, double gain) {}

  private final Way way;
  private final long seed;
  private final List<Offer> offers;
  private final Random chance;
  private final Learner learner;
  private final PriorityQueue<Lesson> pending =
      new PriorityQueue<>(Comparator.comparingLong(Lesson::time));

  /** What was lost up to each decision against the best offer for each customer. */
  final double[] lost = new double[DECISIONS];

  final List<Logged> log = new ArrayList<>();

  Regret(Way way, long seed) {
    this.way = way;
    this.seed = seed;
    this.offers = List.copyOf(Population.offers(way.byTier()));
    this.chance = new Random(seed);
    this.learner =
        new Learner(way.learning() == null ? Long.MAX_VALUE : way.learning().halfLifeMillis());
  }

  Regret run() {
    double sum = 0;
    for (int i = 0; i < DECISIONS; i++) {
      long now = (i + 1) * EVERY;
      while (!pending.isEmpty() && pending.peek().time() <= now) {
        learner.learn(pending.poll());
      }
      boolean changed = way.changing() && i >= DECISIONS / 2;
      int tier = Population.tier(chance.nextDouble());
      // The same customers with the same moods meet every way of deciding.
      double mood = chance.nextDouble();
      Offer chosen = choose(i, tier, now, mood, changed);
      sum += best(tier, changed) - Population.worth(chosen, tier, changed);
      lost[i] = sum;
    }
    return this;
  }

  private double best(int tier, boolean changed) {
    return offers.stream()
        .mapToDouble(offer -> Population.worth(offer, tier, changed))
        .max()
        .orElseThrow();
  }

  private Offer choose(int number, int tier, long now, double mood, boolean changed) {
    if (way.random() || way.learning() == null) {
      return way.random() ? offers.get(new Random(seed * 31 + number).nextInt(6)) : guessed();
    }
    String id = "seed-" + seed + "-decision-" + number;
    Learned learned = new Learned(way.learning(), learner, id, now);
    List<Estimate> estimates = new ArrayList<>();
    int best = 0;
    for (Offer offer : offers) {
      estimates.add(learned.of(offer, "sms", new Tier(Population.TIERS.get(tier))));
      int last = estimates.size() - 1;
      best = score(estimates, last).compareTo(score(estimates, best)) > 0 ? last : best;
    }
    int explored = learned.explored(offers.size());
    int chosen = explored < 0 ? best : explored;
    boolean accepted = mood < Population.acceptance(offers.get(chosen), tier, changed);
    note(estimates.get(chosen), accepted, now);
    if (number < LOGGED) {
      log(learned, estimates, chosen, best, accepted);
    }
    return offers.get(chosen);
  }

  private BigDecimal score(List<Estimate> estimates, int of) {
    return estimates.get(of).used().multiply(offers.get(of).value());
  }

  private Offer guessed() {
    return offers.stream()
        .max(Comparator.comparing(offer -> offer.startPropensity().multiply(offer.value())))
        .orElseThrow();
  }

  private void note(Estimate estimate, boolean accepted, long now) {
    long known = now + (accepted ? ANSWER : offers.get(0).expiresMillis());
    pending.add(new Lesson(estimate.belief().arm(), 1, accepted ? 1 : 0, known));
  }

  private void log(
      Learned learned, List<Estimate> estimates, int chosen, int best, boolean accepted) {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      double worth = offers.get(i).value().doubleValue();
      contenders.add(new Contender(estimates.get(i).belief(), worth));
    }
    Offer offer = offers.get(chosen);
    double gain = accepted ? offer.value().doubleValue() : 0;
    double probability = learned.probability(contenders, chosen, best).doubleValue();
    log.add(new Logged(offer.id(), probability, gain));
  }

  /** All that is known of a customer. */
  private record Tier(String tier) implements Values {
    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Object get(Ref ref) {
      return ref instanceof Ref.Customer ? tier : null;
    }
  }
}
