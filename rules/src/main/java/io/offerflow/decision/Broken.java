package io.offerflow.decision;

/**
 * A part of the rules, other than a campaign's own moment and conditions, that could not be
 * evaluated for an event and was left out.
 *
 * @param part what it is
 * @param name the feature's, or the campaign's
 * @param reason the condition and the kind of failure; never holds personal values
 */
public record Broken(Part part, String name, String reason) {

  /** What can be left out. */
  public enum Part {
    /** A feature's {@code where}: the event does not enter it. */
    FEATURE,
    /** The {@code where} of a campaign's success: the event is credited to none of its contacts. */
    SUCCESS
  }
}
