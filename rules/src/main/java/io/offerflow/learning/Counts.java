package io.offerflow.learning;

/**
 * What is known of an arm, as of an instant: contacts whose outcome is known, and those of them
 * that were accepted. What was seen a half-life ago counts half, so both are fractions.
 *
 * @param contacts at least 0
 * @param accepted 0 to {@code contacts}
 * @param asOf epoch milliseconds
 */
public record Counts(double contacts, double accepted, long asOf) {
  /** Nothing was seen. */
  public static final Counts NONE = new Counts(0, 0, Long.MIN_VALUE);

  /** The half-life of what is never forgotten. */
  public static final long FOREVER = Long.MAX_VALUE;

  /**
   * What is left of them later. At an instant before {@link #asOf} they are as they are: nothing
   * counts more than it did when it was seen.
   */
  public Counts at(long time, long halfLifeMillis) {
    if (contacts == 0 || time <= asOf || halfLifeMillis == FOREVER) {
      return this;
    }
    double left = left(time - asOf, halfLifeMillis);
    return new Counts(contacts * left, accepted * left, time);
  }

  /** With what a lesson adds to them; one from before {@link #asOf} counts for what is left. */
  Counts plus(Lesson lesson, long halfLifeMillis) {
    if (contacts == 0 || lesson.time() >= asOf) {
      Counts now = at(lesson.time(), halfLifeMillis);
      return limited(
          now.contacts + lesson.contacts(), now.accepted + lesson.accepted(), lesson.time());
    }
    double left = halfLifeMillis == FOREVER ? 1 : left(asOf - lesson.time(), halfLifeMillis);
    return limited(contacts + lesson.contacts() * left, accepted + lesson.accepted() * left, asOf);
  }

  /** A correction takes away what had been added; rounding must not leave less than nothing. */
  private static Counts limited(double contacts, double accepted, long asOf) {
    double most = Math.max(0, contacts);
    return new Counts(most, Math.min(most, Math.max(0, accepted)), asOf);
  }

  /** StrictMath: the same bits on every machine. */
  private static double left(long age, long halfLifeMillis) {
    return StrictMath.pow(0.5, (double) age / halfLifeMillis);
  }
}
