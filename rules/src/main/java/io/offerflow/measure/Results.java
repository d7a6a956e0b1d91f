package io.offerflow.measure;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.measure.Person.Membership;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a result of what was counted. */
final class Results {
  /** Messages to one customer past so many are told as one number. */
  private static final int MOST_MESSAGES = 10;

  private static final String ALL = Measurement.ALL;
  private static final Comparator<String> NULL_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final Workspace workspace;
  private final Design design;
  private final Map<String, CampaignCounter> counters;
  private final Set<Person> people = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Campaign> known = new TreeMap<>();

  Results(
      Workspace workspace,
      Design design,
      Map<String, CampaignCounter> counters,
      Collection<Person> people) {
    this.workspace = workspace;
    this.design = design;
    this.counters = counters;
    this.people.addAll(people);
    workspace.campaigns().forEach(campaign -> known.put(campaign.id(), campaign));
  }

  Measured of(
      Long from, Long to, Map<Decision.Kind, Long> decisions, Map<CellKey, FunnelCounter> cells) {
    cells.forEach(this::price);
    Map<CellKey, FunnelCounter> contacted = new LinkedHashMap<>(cells);
    contacted.keySet().removeIf(key -> !key.isContacted());
    Map<CellKey, FunnelCounter> ghosts = new LinkedHashMap<>(cells);
    ghosts.keySet().removeIf(CellKey::isContacted);
    List<Uplift> uplifts = new ArrayList<>();
    List<ShareCheck> checks = new ArrayList<>();
    Uplift overall = compare(ALL, uplifts, checks);
    uplifts.clear();
    ids().forEach(id -> compare(id, uplifts, checks));
    return new Measured(
        from,
        to,
        Map.copyOf(decisions),
        sum(contacted, key -> ALL).getOrDefault(ALL, new FunnelCounter()).toFunnel(),
        campaigns(to, sum(contacted, CellKey::campaign), sum(ghosts, CellKey::campaign)),
        funnels(sum(contacted, CellKey::offer)),
        funnels(sum(contacted, CellKey::channel)),
        cells(cells),
        overall,
        uplifts,
        checks,
        reasons(),
        days(),
        messages(),
        unknown(cells.keySet()));
  }

  private Set<String> ids() {
    Set<String> ids = new TreeSet<>(known.keySet());
    ids.addAll(counters.keySet());
    return ids;
  }

  private void price(CellKey key, FunnelCounter counter) {
    Offer offer = workspace.offers().get(key.offer());
    if (offer != null && key.isContacted()) {
      counter.price(offer.cost(), offer.value());
    }
  }

  private static Map<String, FunnelCounter> sum(
      Map<CellKey, FunnelCounter> cells, Function<CellKey, String> by) {
    Map<String, FunnelCounter> sums = new TreeMap<>();
    cells.forEach(
        (key, counter) ->
            sums.computeIfAbsent(by.apply(key), unused -> new FunnelCounter()).add(counter));
    return sums;
  }

  private static Map<String, Funnel> funnels(Map<String, FunnelCounter> counters) {
    Map<String, Funnel> funnels = new LinkedHashMap<>();
    counters.forEach((name, counter) -> funnels.put(name, counter.toFunnel()));
    return Collections.unmodifiableMap(funnels);
  }

  private static List<Measured.Cell> cells(Map<CellKey, FunnelCounter> counters) {
    List<Measured.Cell> cells = new ArrayList<>();
    counters.forEach(
        (key, counter) ->
            cells.add(
                new Measured.Cell(
                    key.campaign(),
                    key.offer(),
                    key.channel(),
                    key.variant(),
                    key.arm(),
                    counter.toFunnel())));
    cells.sort(
        Comparator.comparing(Measured.Cell::campaign)
            .thenComparing(Measured.Cell::offer)
            .thenComparing(Measured.Cell::channel)
            .thenComparing(Measured.Cell::variant, NULL_FIRST)
            .thenComparing(Measured.Cell::arm));
    return cells;
  }

  private List<Measured.CampaignResult> campaigns(
      Long to, Map<String, FunnelCounter> contacted, Map<String, FunnelCounter> ghosts) {
    List<Measured.CampaignResult> results = new ArrayList<>();
    for (String id : ids()) {
      Campaign campaign = known.get(id);
      Campaign.Success success = campaign == null ? null : campaign.success();
      results.add(
          new Measured.CampaignResult(
              id,
              campaign == null || campaign.title() == null ? id : campaign.title(),
              success != null,
              contacted.getOrDefault(id, new FunnelCounter()).toFunnel(),
              ghosts.getOrDefault(id, new FunnelCounter()).toFunnel(),
              success == null || to == null ? 0 : pending(id, to - success.withinMillis()),
              mixed(id)));
    }
    return results;
  }

  private long pending(String campaign, long after) {
    long pending = 0;
    for (Person person : people) {
      for (List<Contacted> some : List.of(person.contacts, person.ahead)) {
        for (Contacted contact : some) {
          boolean hers = contact.campaign.id.equals(campaign) && !contact.isGhost();
          pending += hers && !contact.converted && contact.time() > after ? 1 : 0;
        }
      }
    }
    return pending;
  }

  private long mixed(String campaign) {
    return people.stream()
        .map(person -> person.memberships.get(campaign))
        .filter(membership -> membership != null && membership.arm() == null)
        .count();
  }

  /** The comparisons of one campaign, or of all; the last that was made, or null for none. */
  private Uplift compare(String id, List<Uplift> uplifts, List<ShareCheck> checks) {
    Map<String, Uplift.Tally> arms = new HashMap<>();
    Map<String, Long> variants = new TreeMap<>();
    for (Person person : people) {
      Membership membership = person.memberships.get(id);
      String arm = membership == null ? null : membership.arm();
      if (arm != null) {
        arms.computeIfAbsent(arm, unused -> new Uplift.Tally()).add(membership.success);
        if (membership.variant != null && !membership.severalVariants) {
          variants.merge(membership.variant, 1L, Long::sum);
        }
      }
    }
    Map<String, Double> shares = id.equals(ALL) ? overallShares() : design.arms(id);
    Map<String, Long> sizes = new TreeMap<>();
    arms.forEach((arm, tally) -> sizes.put(arm, tally.customers()));
    String name = id.equals(ALL) ? null : id;
    check(ShareCheck.of(name, "arms", shares, sizes), checks);
    if (name != null) {
      Map<String, Double> asked = design.variants().getOrDefault(id, Map.of());
      check(ShareCheck.of(name, "variants", asked, variants), checks);
    }
    Uplift last = null;
    for (String arm : List.of(Decided.HOLD_OUT, Decided.CONTROL)) {
      if (arms.containsKey(arm) && (name == null || hasSuccess(id))) {
        last =
            Uplift.of(
                name,
                arm,
                arms.getOrDefault(Decided.CONTACTED, new Uplift.Tally()),
                arms.get(arm),
                name == null || isComparable(id));
        uplifts.add(last);
      }
    }
    return last;
  }

  /**
   * Whoever is not in the control group counts as contacted, whatever single campaigns leave out.
   */
  private Map<String, Double> overallShares() {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put(Decided.CONTACTED, 1 - design.control());
    if (design.control() > 0) {
      shares.put(Decided.CONTROL, design.control());
    }
    return shares;
  }

  private static void check(ShareCheck check, List<ShareCheck> checks) {
    if (check != null) {
      checks.add(check);
    }
  }

  private boolean hasSuccess(String id) {
    Campaign campaign = known.get(id);
    return campaign != null && campaign.success() != null;
  }

  /** Nobody answers a message that she never got. */
  private boolean isComparable(String id) {
    return !known.get(id).success().event().type().equals(Measurement.RESPONSE);
  }

  private List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    for (CampaignCounter counter : counters.values()) {
      for (Result result : Result.values()) {
        Long count = counter.results.get(result);
        if (count != null) {
          reasons.add(new Reason(counter.id, result, null, count));
          counter.details.getOrDefault(result, Map.of()).entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .forEach(
                  one -> reasons.add(new Reason(counter.id, result, one.getKey(), one.getValue())));
        }
      }
    }
    return reasons;
  }

  private List<Measured.Day> days() {
    TreeMap<LocalDate, List<Measured.Day>> days = new TreeMap<>();
    for (CampaignCounter counter : counters.values()) {
      counter.days.forEach(
          (date, day) ->
              days.computeIfAbsent(date, unused -> new ArrayList<>())
                  .add(
                      new Measured.Day(
                          date,
                          counter.id,
                          day.contacts,
                          day.ghosts,
                          day.accepted,
                          day.converted,
                          day.earned,
                          day.capped,
                          day.quiet)));
    }
    return days.values().stream().flatMap(List::stream).toList();
  }

  private List<Long> messages() {
    Long[] counts = new Long[MOST_MESSAGES + 1];
    Arrays.fill(counts, 0L);
    for (Person person : people) {
      counts[Math.min(person.messages, MOST_MESSAGES)]++;
    }
    return List.of(counts);
  }

  private List<String> unknown(Set<CellKey> keys) {
    Set<String> unknown = new TreeSet<>();
    for (CellKey key : keys) {
      if (!known.containsKey(key.campaign())) {
        unknown.add("campaign " + key.campaign());
      }
      if (!workspace.offers().containsKey(key.offer())) {
        unknown.add("offer " + key.offer());
      }
    }
    return List.copyOf(unknown);
  }
}
