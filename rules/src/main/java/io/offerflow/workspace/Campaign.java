package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When, if, what and how.
 *
 * @param file relative to the workspace; of a table with the row, as in {@code tables/a.csv:7} and
 *     {@code tables/a.xlsx!Sheet1:7}
 * @param title null when none is given
 * @param channels in order of preference
 * @param lever percent
 * @param contactClass null for a campaign that tags
 * @param offer null for a campaign that tags
 * @param actWithinMillis how old the moment's event may be; Long.MAX_VALUE when nothing is said
 * @param holdOut the share of customers, 0 to 1, whom it leaves alone
 * @param variants empty when there are none
 * @param whenQuiet the policy's where the campaign says nothing
 * @param success what it is for, as an event; null when nothing is said
 * @param tagging what it does instead of offering; null for one that offers
 * @param limits of its contacts; never null
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
    Success success,
    Tagging tagging,
    Limits limits,
    BigDecimal holdOut,
    List<Variant> variants) {
  public Campaign {
    conditions = List.copyOf(conditions);
    channels = List.copyOf(channels);
    context = List.copyOf(context);
    variants = List.copyOf(variants);
  }

  /**
   * What bounds a campaign's contacts.
   *
   * @param total contacts over all customers; null for no bound
   * @param budget sum of the costs of all contacts; null for no bound
   * @param customer contacts of one customer; null for no bound
   */
  public record Limits(Long total, BigDecimal budget, CustomerLimit customer) {
    public static final Limits NONE = new Limits(null, null, null);
  }

  /** At most so many contacts of one customer; the window may be {@link Window.Life}. */
  public record CustomerLimit(int max, Window window) {}

  /**
   * What one share of the customers gets.
   *
   * @param share 0 to 1; those of one campaign make up 1
   * @param offer as this variant words it
   * @param channels in order of preference
   */
  public record Variant(String name, BigDecimal share, Offer offer, List<String> channels) {
    public Variant {
      channels = List.copyOf(channels);
    }
  }

  /** A context condition and what it adds, in percent, when it is true. */
  public record Weight(Condition condition, BigDecimal percent) {}

  /**
   * What a campaign wants to bring about. It changes no decision: it says what is counted.
   *
   * @param withinMillis how long after the contact it counts, its end included
   */
  public record Success(Moment.Trigger event, long withinMillis) {}

  /**
   * What a campaign does to her tags.
   *
   * @param lifetimes by tag that it sets, milliseconds
   * @param removed the tags that it removes; sorted
   */
  public record Tagging(SortedMap<String, Long> lifetimes, SortedSet<String> removed) {
    public Tagging {
      lifetimes = Collections.unmodifiableSortedMap(new TreeMap<>(lifetimes));
      removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }
  }

  /** Whether it changes her tags instead of offering something. */
  public boolean tags() {
    return tagging != null;
  }
}
