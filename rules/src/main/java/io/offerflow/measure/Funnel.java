package io.offerflow.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * How far contacts came. One that reached a stage by a response has reached those before it, too: a
 * message that was accepted was delivered, whether or not somebody sent a receipt.
 *
 * @param contacts decisions that something goes out; in an arm that is left alone, that it would
 *     have
 * @param failed of them, could not be handed over
 * @param delivered by a response {@code delivered} or {@code presented}
 * @param engaged by a response {@code opened}, {@code clicked} or {@code replied}
 * @param accepted by a response {@code accepted}
 * @param declined by a response {@code declined}
 * @param unsubscribed by a response {@code unsubscribed}
 * @param converted followed by a success that is credited to it
 * @param earned accepted, or converted, or both: what the offer's value is counted for, once
 * @param cost of the messages that did not fail
 * @param value of what was earned
 */
public record Funnel(
    long contacts,
    long failed,
    long delivered,
    long engaged,
    long accepted,
    long declined,
    long unsubscribed,
    long converted,
    long earned,
    BigDecimal cost,
    BigDecimal value,
    Map<Step, Took> times) {

  /** From one stage to another. */
  public enum Step {
    TO_DELIVERED,
    DELIVERED_TO_ENGAGED,
    ENGAGED_TO_ACCEPTED,
    TO_ACCEPTED,
    TO_CONVERTED
  }

  /**
   * How long a step took, of the contacts of which both ends are known.
   *
   * @param contacts how many they are
   * @param medianMillis half took at most so long
   * @param p90Millis nine of ten took at most so long
   */
  public record Took(long contacts, long medianMillis, long p90Millis) {}

  public Funnel {
    times = Map.copyOf(times);
  }

  public BigDecimal profit() {
    return value.subtract(cost);
  }

  /** Profit for each unit of cost; null when nothing was spent. */
  public BigDecimal roi() {
    return cost.signum() == 0 ? null : profit().divide(cost, 4, RoundingMode.HALF_UP);
  }
}
