package io.offerflow.measure;

/**
 * What contacting did, against customers who were left alone at random. Customers are the units:
 * one counts once, however often she was contacted, and by the arm she is in, whether or not a
 * message reached her.
 *
 * @param campaign null for all campaigns together
 * @param against {@link Decided#CONTROL} or {@link Decided#HOLD_OUT}
 * @param contacted customers
 * @param contactedSuccesses those of them with a success in time
 * @param alone customers left alone
 * @param aloneSuccesses those of them with a success in time
 * @param difference of the two shares; null when one of the groups is empty
 * @param interval of the difference, 95 %; null when one of the groups is empty
 */
public record Uplift(
    String campaign,
    String against,
    long contacted,
    long contactedSuccesses,
    long alone,
    long aloneSuccesses,
    Double difference,
    Interval interval,
    Verdict verdict) {

  /** What can be said of it. */
  public enum Verdict {
    /** Contacting brings more successes. */
    MORE,
    /** Contacting brings fewer. */
    FEWER,
    /** The interval contains no difference at all. */
    UNDECIDED,
    /** The groups are too small to say anything. */
    TOO_FEW,
    /** Those left alone cannot have that success, as an answer to a message that never went out. */
    NOT_COMPARABLE
  }

  /** Fewer customers in a group, or fewer successes in both together, say nothing. */
  private static final long LEAST_CUSTOMERS = 100;

  private static final long LEAST_SUCCESSES = 10;

  static Uplift of(
      String campaign, String against, Tally contacted, Tally alone, boolean comparable) {
    boolean empty = contacted.customers == 0 || alone.customers == 0;
    Interval interval =
        empty
            ? null
            : Interval.difference(
                contacted.successes, contacted.customers, alone.successes, alone.customers);
    return new Uplift(
        campaign,
        against,
        contacted.customers,
        contacted.successes,
        alone.customers,
        alone.successes,
        empty ? null : contacted.rate() - alone.rate(),
        interval,
        comparable ? verdict(contacted, alone, interval) : Verdict.NOT_COMPARABLE);
  }

  private static Verdict verdict(Tally contacted, Tally alone, Interval interval) {
    if (Math.min(contacted.customers, alone.customers) < LEAST_CUSTOMERS
        || contacted.successes + alone.successes < LEAST_SUCCESSES) {
      return Verdict.TOO_FEW;
    }
    if (interval.low() > 0) {
      return Verdict.MORE;
    }
    return interval.high() < 0 ? Verdict.FEWER : Verdict.UNDECIDED;
  }

  /** The successes that there would not have been; negative when contacting cost some. */
  public Interval extraSuccesses() {
    return interval == null ? null : interval.times(contacted);
  }

  /** Customers of one arm, and those with a success. */
  static final class Tally {
    private long customers;
    private long successes;

    void add(boolean success) {
      customers++;
      successes += success ? 1 : 0;
    }

    long customers() {
      return customers;
    }

    private double rate() {
      return (double) successes / customers;
    }
  }
}
