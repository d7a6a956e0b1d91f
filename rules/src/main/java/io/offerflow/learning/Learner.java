package io.offerflow.learning;

import java.util.HashMap;
import java.util.Map;

/**
 * Learns lesson by lesson. As {@link Knowledge} it is always up to date: that is how replay
 * decides, in order; a job hands on a {@link #snapshot} from time to time. For one thread.
 */
public final class Learner implements Knowledge {
  /** At most so many arms are learned of; those that come later stay at their start. */
  static final int MOST_ARMS = 8_192;

  private final long halfLife;
  private final Map<Arm, Counts> arms;
  private long number;
  private long asOf;
  private long hash;

  /**
   * @param halfLifeMillis {@link Counts#FOREVER} to forget nothing
   */
  public Learner(long halfLifeMillis) {
    this(Model.EMPTY, halfLifeMillis);
  }

  /** One that goes on where a version was left. */
  public Learner(Model model, long halfLifeMillis) {
    this.halfLife = halfLifeMillis;
    this.arms = new HashMap<>(model.arms());
    this.number = model.number();
    this.asOf = model.asOf();
    arms.forEach((arm, counts) -> hash += Versions.hash(arm, counts));
  }

  public void learn(Lesson lesson) {
    Counts before = arms.get(lesson.arm());
    if (before == null && arms.size() >= MOST_ARMS) {
      return;
    }
    Counts after = (before == null ? Counts.NONE : before).plus(lesson, halfLife);
    hash += Versions.hash(lesson.arm(), after);
    if (before != null) {
      hash -= Versions.hash(lesson.arm(), before);
    }
    arms.put(lesson.arm(), after);
    asOf = Math.max(asOf, lesson.time());
    number++;
  }

  /** What is known now, unmoved by what is learned later. */
  public Model snapshot() {
    return new Model(number, asOf, arms);
  }

  /** How many lessons there were, and the hash. */
  @Override
  public String version() {
    return Versions.text(number, hash);
  }

  @Override
  public long asOf() {
    return asOf;
  }

  @Override
  public Counts of(Arm arm) {
    return arms.getOrDefault(arm, Counts.NONE);
  }
}
