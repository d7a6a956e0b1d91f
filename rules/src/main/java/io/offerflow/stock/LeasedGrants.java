package io.offerflow.stock;

import io.offerflow.stock.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one of several tasks grants: from what the {@link Keeper} leased to it, so that it never has
 * to ask anybody while it decides. What is not at hand is not there: it is asked for, and decisions
 * until it comes go without.
 *
 * <p>A lease ends with the run: what outlives it is only how much was {@link #used}. For one
 * thread.
 */
public final class LeasedGrants implements Grants {
  private static final class Holding {
    private long used;
    private long lease;
    private long lastLease;
    private long credit;
    private long wanted;

    /** The least that it asked for and did not get yet; 0 when it did not ask. */
    private long asked;

    private boolean answer;
    private boolean open;

    private void ask(long amount) {
      if (asked == 0 || amount < asked) {
        asked = amount;
        wanted = amount;
      }
    }

    private boolean silent() {
      return credit == 0 && wanted == 0 && !answer;
    }
  }

  private final SortedMap<Resource, Holding> holdings = new TreeMap<>();

  /**
   * @param used by this task, by what is restored
   */
  public LeasedGrants(Map<Resource, Long> used) {
    used.forEach((resource, amount) -> holding(resource).used = amount);
  }

  private Holding holding(Resource resource) {
    return holdings.computeIfAbsent(resource, unused -> new Holding());
  }

  @Override
  public boolean has(String decision, Resource resource, long amount) {
    Holding holding = holding(resource);
    if (resource.kind() == Kind.ACCEPTED) {
      return holding.open;
    }
    if (holding.lease >= amount) {
      return true;
    }
    holding.ask(amount);
    return false;
  }

  @Override
  public void use(Resource resource, long amount) {
    Holding holding = holding(resource);
    holding.used += amount;
    holding.lease -= amount;
    if (holding.lease < 0) {
      // It was not to be refused, so it is taken from what is not leased.
      holding.credit += holding.lease;
      holding.lease = 0;
    } else if (holding.lease <= holding.lastLease / 2) {
      // The next ones are likely to need as much.
      holding.ask(amount);
    }
  }

  /** What is free again goes to the keeper, which knows whether anybody used too much. */
  @Override
  public void giveBack(Resource resource, long amount) {
    Holding holding = holding(resource);
    holding.used -= amount;
    holding.credit += amount;
  }

  /** How much was used and not given back, by resource: what is to be saved. */
  public SortedMap<Resource, Long> used() {
    SortedMap<Resource, Long> used = new TreeMap<>();
    holdings.forEach(
        (resource, holding) -> {
          if (holding.used != 0) {
            used.put(resource, holding.used);
          }
        });
    return used;
  }

  /**
   * How much was used, told to the keeper when the run begins. What {@link #use} did so far is in
   * it and needs no report.
   */
  public SortedMap<Resource, Long> join() {
    holdings.values().forEach(holding -> holding.credit = 0);
    return used();
  }

  /** Does what the keeper says. */
  public void accept(Order order) {
    Holding holding = holding(order.resource());
    switch (order.what()) {
      case LEASE -> {
        holding.lease += order.amount();
        holding.lastLease = order.amount();
        holding.asked = 0;
      }
      case RECALL -> {
        long returned = holding.lease - holding.lease / 2;
        holding.lease -= returned;
        holding.credit += returned;
        holding.answer = true;
      }
      case OPEN -> holding.open = true;
      case CLOSED -> holding.open = false;
    }
  }

  /** Nothing more will be used. */
  public void returnAll() {
    for (Holding holding : holdings.values()) {
      holding.credit += holding.lease;
      holding.lease = 0;
      holding.answer |= holding.credit != 0;
    }
  }

  /** What the keeper is to be told now, in order; usually nothing. */
  public List<Report> reports() {
    List<Report> reports = List.of();
    for (Map.Entry<Resource, Holding> entry : holdings.entrySet()) {
      Holding holding = entry.getValue();
      if (holding.silent()) {
        continue;
      }
      if (reports.isEmpty()) {
        reports = new ArrayList<>(1);
      }
      reports.add(
          new Report(
              entry.getKey(), holding.credit, holding.wanted, holding.answer, holding.lease));
      holding.credit = 0;
      holding.wanted = 0;
      holding.answer = false;
    }
    return reports;
  }
}
