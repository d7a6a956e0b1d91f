package io.offerflow.learning;

/**
 * A beta distribution over the logit of the share, where its density has one smooth hill and tails
 * that fall like exponentials, however small its parameters; and its distribution function, by
 * quadrature on a fixed number of steps. All in StrictMath: the same bits on every machine.
 */
final class LogitBeta {
  /** Steps of the quadrature; the error that comes of it is measured by a test. */
  static final int STEPS = 64;

  /** Past the point where the density is that factor e below its peak nothing is looked at. */
  private static final double DROP = 20;

  /** A share is 1 to the last bit beyond that logit. */
  private static final double MOST = 37;

  private final double likes;
  private final double dislikes;
  private final double peak;
  private final double from;
  private final double step;
  private final double[] density = new double[STEPS + 1];

  /** The density's slope over one step. */
  private final double[] slope = new double[STEPS + 1];

  private final double[] below = new double[STEPS + 1];
  private final double left;
  private final double right;

  /**
   * @param likes more than 0
   * @param dislikes more than 0
   * @param least logits below that one need not be told apart
   */
  LogitBeta(double likes, double dislikes, double least) {
    this.likes = likes;
    this.dislikes = dislikes;
    double mode = StrictMath.log(likes / dislikes);
    this.peak = logDensity(mode);
    double spread = Math.sqrt(1 / likes + 1 / dislikes);
    double to = Math.min(edge(mode, spread), Math.max(MOST, least + 1));
    this.from = Math.min(Math.max(edge(mode, -spread), least), to - 1e-9);
    this.step = (to - from) / STEPS;
    for (int i = 0; i <= STEPS; i++) {
      density[i] = StrictMath.exp(logDensity(logit(i)) - peak);
      // It follows from the density itself.
      slope[i] = step * density[i] * (likes - (likes + dislikes) * share(logit(i)));
    }
    // The tails that are left fall like exponentials.
    double sum = density[0] / likes;
    this.below[0] = sum;
    for (int i = 1; i <= STEPS; i++) {
      sum += cell(i - 1, 1);
      below[i] = sum;
    }
    double total = sum + density[STEPS] / dislikes;
    for (int i = 0; i <= STEPS; i++) {
      density[i] /= total;
      slope[i] /= total;
      below[i] /= total;
    }
    this.left = below[0];
    this.right = 1 - below[STEPS];
  }

  private double edge(double mode, double spread) {
    double away = 4 * spread;
    while (logDensity(mode + away) > peak - DROP) {
      away *= 1.5;
    }
    return mode + away;
  }

  private double logDensity(double logit) {
    double rest = StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    return -likes * (Math.max(-logit, 0) + rest) - dislikes * (Math.max(logit, 0) + rest);
  }

  /** The cubic of a step, through the values and slopes at its ends; {@code part} is 0 to 1. */
  private record Cubic(double f0, double d0, double b, double a) {

    double value(double part) {
      return f0 + part * (d0 + part * (b + part * a));
    }

    /** Over the first part of a step of that length. */
    double integral(double step, double part) {
      return step * part * (f0 + part * (d0 / 2 + part * (b / 3 + part * a / 4)));
    }
  }

  private Cubic cubic(int at) {
    double f0 = density[at];
    double f1 = density[at + 1];
    double d0 = slope[at];
    double d1 = slope[at + 1];
    return new Cubic(f0, d0, -3 * f0 + 3 * f1 - 2 * d0 - d1, 2 * f0 - 2 * f1 + d0 + d1);
  }

  private double cell(int at, double part) {
    return cubic(at).integral(step, part);
  }

  double logit(int at) {
    return from + at * step;
  }

  /** Nought outside the steps. */
  double density(double logit) {
    double steps = (logit - from) / step;
    int at = Math.min(STEPS - 1, Math.max(0, (int) steps));
    double part = steps - at;
    if (part < -1e-9 || part > 1 + 1e-9) {
      return 0;
    }
    return cubic(at).value(part);
  }

  /** The share of the mass below the first step. */
  double left() {
    return left;
  }

  /** The share of the mass above the last step. */
  double right() {
    return right;
  }

  /** The chance of a smaller share. */
  double below(double logit) {
    double steps = (logit - from) / step;
    if (steps <= 0) {
      return left * StrictMath.exp(likes * (logit - from));
    }
    if (steps >= STEPS) {
      return 1 - right * StrictMath.exp(-dislikes * (logit - logit(STEPS)));
    }
    int at = (int) steps;
    return Math.min(1, Math.max(0, below[at] + cell(at, steps - at)));
  }

  static double share(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /**
   * @param share more than 0, less than 1
   */
  static double logit(double share) {
    return StrictMath.log(share) - StrictMath.log1p(-share);
  }
}
