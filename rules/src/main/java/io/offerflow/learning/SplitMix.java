package io.offerflow.learning;

import io.offerflow.blob.Fingerprint;

/**
 * Chance that is a function of what it is drawn for: SplitMix64 (Steele, Lea and Flood 2014),
 * seeded with a fingerprint. The same seed gives the same numbers on every machine.
 */
final class SplitMix {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-52;

  private long state;
  private double spare;
  private boolean hasSpare;

  SplitMix(String... seed) {
    state = Fingerprint.of(seed);
  }

  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** More than 0 and less than 1. */
  double uniform() {
    return ((next() >>> 12) + 0.5) * UNIT;
  }

  /** 0 to {@code bound} - 1; the bias is below 2^-52 x bound. */
  int below(int bound) {
    return Math.min(bound - 1, (int) (uniform() * bound));
  }

  /** Marsaglia's polar method; of each pair the second is kept for the next call. */
  private double normal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * scale;
        hasSpare = true;
        return x * scale;
      }
    }
  }

  /** The logarithm of a gamma variate (Marsaglia and Tsang 2000): the variate itself underflows. */
  private double logGamma(double shape) {
    if (shape < 1) {
      return logGamma(shape + 1) + StrictMath.log(uniform()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double logV = StrictMath.log(v);
        if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * logV) {
          return StrictMath.log(d) + logV;
        }
      }
    }
  }

  /**
   * A draw from a beta distribution, 0 to 1.
   *
   * @param likes at least 0; none at all means never
   * @param dislikes at least 0, not none as well; none means always
   */
  double beta(double likes, double dislikes) {
    if (likes <= 0 || dislikes <= 0) {
      return likes <= 0 ? 0 : 1;
    }
    double yes = logGamma(likes);
    double no = logGamma(dislikes);
    return 1 / (1 + StrictMath.exp(no - yes));
  }
}
