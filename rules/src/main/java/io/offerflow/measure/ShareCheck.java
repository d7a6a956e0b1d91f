package io.offerflow.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether groups have the sizes that were asked for. When they do not, something sorts customers
 * into them, and comparing the groups means nothing.
 *
 * @param campaign null for all campaigns together
 * @param of what the groups are: {@code arms} or {@code variants}
 * @param groups by name, in order
 * @param p how likely chance alone is at least as far off; null when there are too few customers
 */
public record ShareCheck(String campaign, String of, List<Group> groups, Double p) {
  /**
   * A. Fabijan and others, Diagnosing sample ratio mismatch in online controlled experiments, KDD
   * 2019: a mismatch is called at p below 0.0005, so that many daily looks raise few false alarms.
   */
  public static final double THRESHOLD = 0.0005;

  /** Below so many expected customers in a group the chi-squared test is no good. */
  private static final double LEAST_EXPECTED = 5;

  public ShareCheck {
    groups = List.copyOf(groups);
  }

  /**
   * One group.
   *
   * @param share asked for, between 0 and 1
   * @param customers found
   */
  public record Group(String name, double share, long customers) {}

  /** Whether the comparison must not be trusted. */
  public boolean alarm() {
    return p != null && p < THRESHOLD;
  }

  /** Null when there is nobody, or only one group to be in: nothing to compare. */
  static ShareCheck of(
      String campaign, String of, Map<String, Double> shares, Map<String, Long> found) {
    Map<String, Double> asked = new LinkedHashMap<>(shares);
    found.forEach((name, customers) -> asked.putIfAbsent(name, 0.0));
    boolean nobody = found.values().stream().allMatch(size -> size == 0);
    if (nobody || asked.size() < 2 || shares.size() < 2) {
      return null;
    }
    List<Group> groups = new ArrayList<>();
    asked.forEach(
        (name, share) -> groups.add(new Group(name, share, found.getOrDefault(name, 0L))));
    return new ShareCheck(campaign, of, groups, p(groups));
  }

  private static Double p(List<Group> all) {
    // A group that nobody asked for is the most certain mismatch there is.
    if (all.stream().anyMatch(group -> group.share() == 0 && group.customers() > 0)) {
      return 0.0;
    }
    List<Group> groups = all.stream().filter(group -> group.share() > 0).toList();
    long total = groups.stream().mapToLong(Group::customers).sum();
    long[] counts = groups.stream().mapToLong(Group::customers).toArray();
    double[] expected = groups.stream().mapToDouble(group -> group.share() * total).toArray();
    for (double one : expected) {
      if (one < LEAST_EXPECTED) {
        return null;
      }
    }
    return ChiSquared.tail(ChiSquared.statistic(counts, expected), counts.length - 1);
  }
}
