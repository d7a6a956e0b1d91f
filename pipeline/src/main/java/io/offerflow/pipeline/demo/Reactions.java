package io.offerflow.pipeline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What people do with an offer, by the id of the decision alone: the same offer, the same answer.
 */
final class Reactions {
  private final long seed;

  Reactions(long seed) {
    this.seed = seed;
  }

  /**
   * A response.
   *
   * @param after the offer came out, milliseconds
   */
  record Reaction(String kind, long after) {}

  /** What comes back, in order of time. */
  List<Reaction> to(String decision, String channel) {
    SplittableRandom random =
        new SplittableRandom(seed ^ decision.hashCode() * 0x9E3779B97F4A7C15L);
    List<Reaction> reactions = new ArrayList<>();
    long after = 200 + random.nextInt(1_300);
    if (random.nextInt(100) < 3) {
      reactions.add(new Reaction("failed", after));
      return reactions;
    }
    reactions.add(new Reaction("delivered", after));
    after += 1_000 + random.nextInt(14_000);
    if (channel.equals("push") && random.nextInt(100) < 55) {
      reactions.add(new Reaction("opened", after));
      after += 500 + random.nextInt(4_000);
    }
    if (random.nextInt(100) < 20) {
      reactions.add(new Reaction("clicked", after));
      after += 1_000 + random.nextInt(15_000);
      int dice = random.nextInt(100);
      if (dice < 80) {
        reactions.add(new Reaction(dice < 45 ? "accepted" : "declined", after));
      }
    } else if (random.nextInt(100) < 4) {
      reactions.add(new Reaction("declined", after));
    }
    return reactions;
  }
}
