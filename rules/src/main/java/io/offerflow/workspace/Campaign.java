package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import java.math.BigDecimal;
import java.util.List;

/**
 * When, if, what and how.
 *
 * @param file relative to the workspace
 * @param title null when none is given
 * @param channels in order of preference
 * @param lever percent
 * @param actWithinMillis how old the moment's event may be; Long.MAX_VALUE when nothing is said
 * @param whenQuiet the policy's where the campaign says nothing
 * @param success what it is for, as an event; null when nothing is said
 */
public record Campaign(
    String id,
    String file,
    String title,
    String contactClass,
    Period active,
    boolean paused,
    Moment moment,
    List<Condition> conditions,
    String offer,
    List<String> channels,
    BigDecimal lever,
    List<Weight> context,
    long actWithinMillis,
    Policy.WhenQuiet whenQuiet,
    Success success) {
  public Campaign {
    conditions = List.copyOf(conditions);
    channels = List.copyOf(channels);
    context = List.copyOf(context);
  }

  /** A context condition and what it adds, in percent, when it is true. */
  public record Weight(Condition condition, BigDecimal percent) {}

  /**
   * What a campaign wants to bring about. It changes no decision: it says what is counted.
   *
   * @param withinMillis how long after the contact it counts, its end included
   */
  public record Success(Moment.Trigger event, long withinMillis) {}
}
