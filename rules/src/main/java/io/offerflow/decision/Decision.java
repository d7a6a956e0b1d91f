package io.offerflow.decision;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The one record of a cause: which offer goes out on which channel, or why none does.
 *
 * @param id derived from the cause alone: the same cause, the same id
 * @param time the {@code now} of the decision, epoch milliseconds
 * @param choice what was chosen; null when none was
 * @param bundle version of the rules that decided
 * @param considered every campaign with a moment, by campaign id
 * @param repeated whether a former run of the job is known to have put this decision out already
 * @param tags what became of her tags
 * @param granted where stock, a total or a budget decided, whether what it needs was granted; null
 *     elsewhere
 * @param held campaigns whose candidates wait for quiet time to end; sorted
 * @param answer what is said to who asks; null when nobody does
 */
public record Decision(
    String id,
    String customer,
    Cause cause,
    long time,
    Kind outcome,
    Choice choice,
    String bundle,
    List<Considered> considered,
    boolean repeated,
    TagChanges tags,
    Boolean granted,
    List<String> held,
    Answer answer) {
  public Decision {
    held = List.copyOf(held);
    considered = List.copyOf(considered);
  }

  /** A decision that did no more than choose, or nothing at all. */
  public Decision(
      String id,
      String customer,
      Cause cause,
      long time,
      Kind outcome,
      Choice choice,
      String bundle,
      List<Considered> considered,
      boolean repeated) {
    this(
        id,
        customer,
        cause,
        time,
        outcome,
        choice,
        bundle,
        considered,
        repeated,
        TagChanges.NONE,
        null,
        List.of(),
        null);
  }

  /** Whether it is more than the answer to a question that was no campaign's moment. */
  public boolean hasRecord() {
    return answer == null || !considered.isEmpty();
  }

  /** How a decision ended. */
  public enum Kind {
    OFFERED,
    CONTROL,
    HELD,
    ANSWERED,
    TAGGED,
    NONE
  }

  /**
   * What became of her tags.
   *
   * @param set or renewed by campaigns of this cause
   * @param removed by campaigns of this cause, or because their lifetime ended
   */
  public record TagChanges(SortedSet<String> set, SortedSet<String> removed) {
    public static final TagChanges NONE = new TagChanges(new TreeSet<>(), new TreeSet<>());

    public TagChanges {
      set = Collections.unmodifiableSortedSet(new TreeSet<>(set));
      removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    public boolean isEmpty() {
      return set.isEmpty() && removed.isEmpty();
    }
  }

  /**
   * What an inbound channel is told to offer.
   *
   * @param request id of the event that asked
   * @param entries best first
   */
  public record Answer(String channel, String request, List<Entry> entries) {
    public Answer {
      entries = List.copyOf(entries);
    }

    /**
     * One offer.
     *
     * @param content its parts, filled in; personal values may stand in it
     */
    public record Entry(
        String campaign, String offer, BigDecimal score, Map<String, String> content) {

      /** Without the content, which is personal. */
      @Override
      public String toString() {
        return campaign + " " + offer;
      }
    }
  }

  /** What was decided about. */
  public sealed interface Cause {}

  public record EventCause(String id, String type) implements Cause {}

  /**
   * @param due epoch milliseconds
   */
  public record TimerCause(long due) implements Cause {}

  /**
   * The offer that goes out, or would have.
   *
   * @param content its parts, filled in; personal values may stand in it
   * @param address where to; personal
   * @param language of the content
   * @param deadline epoch milliseconds after which it must not be handed on
   * @param byModel null where nothing is learned
   * @param arm of a customer who is left alone: {@code control} or {@code hold-out}, and nothing
   *     goes out; else null
   * @param variant of the campaign, for that customer; null where there are none
   */
  public record Choice(
      String campaign,
      String offer,
      String channel,
      String contactClass,
      BigDecimal score,
      BigDecimal propensity,
      String address,
      Map<String, String> content,
      String language,
      long deadline,
      ByModel byModel,
      String arm,
      String variant) {

    /** Without the address and the content, which are personal. */
    @Override
    public String toString() {
      return campaign + " " + offer + " " + channel;
    }
  }

  /**
   * What the choice owes to learning.
   *
   * @param model version of what was known
   * @param probability with which that candidate was chosen among those that passed, 0 to 1; null
   *     for an answer, which lists them all
   */
  public record ByModel(String model, BigDecimal probability) {}

  /**
   * A campaign whose moment occurred.
   *
   * @param moment the word of the moment
   * @param detail null when the result says all; never holds personal values
   * @param free epoch milliseconds, the first at which it would not block; null when it does not
   *     end by time
   * @param broken whether it could not be evaluated; {@code detail} says why
   */
  public record Considered(
      String campaign, String moment, Result result, String detail, Long free, boolean broken) {

    public Considered(String campaign, String moment, Result result, String detail, Long free) {
      this(campaign, moment, result, detail, free, false);
    }
  }
}
