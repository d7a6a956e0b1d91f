package io.offerflow.stock;

import io.offerflow.stock.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one of several tasks grants: from what the {@link Keeper} leased to it, so that it hardly
 * ever has to ask anybody while it decides.
 *
 * <p>What is not at hand may be elsewhere. A call of the core that found too little is therefore
 * {@linkplain #undo() undone}, and made once more when the keeper has sent some or has said that
 * there is none: {@link #lacks} tells whether it is to be waited for.
 *
 * <p>A lease ends with the run: what outlives it is only how much was {@link #used}. For one
 * thread.
 */
public final class LeasedGrants implements Grants {
  private static final long NEVER = Long.MAX_VALUE;

  private static final class Holding {
    private final Resource resource;
    private long used;
    private long lease;
    private long lastLease;
    private long credit;

    /** What the keeper is to be asked for; 0 for nothing. */
    private long wanted;

    /** The least that it asked for and was not answered yet; 0 when it did not ask. */
    private long asked;

    private boolean askedToWait;
    private boolean answer;
    private boolean open;

    /** From how much on there is none anywhere, as the keeper said. */
    private long closedFrom = NEVER;

    /** Whether the keeper left a decision without an answer for too long. */
    private boolean givenUp;

    /** What the keeper had left when it last said anything of it. */
    private long free;

    /** Whether the keeper is to be told something. */
    private boolean reports;

    // Of the call of the core that is under way.

    private boolean touched;
    private long usedBefore;
    private long leaseBefore;
    private long creditBefore;

    /** Whether it was found to be at hand, so that it stays until the decision is made. */
    private boolean counted;

    /** How much it would have needed in all; 0 where all was at hand. */
    private long lacking;

    /** What somebody else needs of it, once the decision is made; 0 for nothing. */
    private long recall;

    private Holding(Resource resource) {
      this.resource = resource;
    }

    private boolean lacks() {
      boolean leased = resource.kind() != Kind.ACCEPTED;
      return leased && lacking > lease && lacking < closedFrom && !givenUp;
    }

    /** What a decision that waits counts on. */
    private boolean isNeeded() {
      return lacking == 0 ? counted : lease >= lacking;
    }

    private void ask(long amount, boolean waits) {
      boolean more = asked == 0 || amount < asked || (waits && !askedToWait);
      if (more && amount < closedFrom) {
        asked = amount;
        wanted = amount;
        askedToWait |= waits;
      }
    }

    private void answered() {
      asked = 0;
      askedToWait = false;
      givenUp = false;
    }

    private void giveBack(long needed) {
      long kept = lease / 2 < needed ? 0 : lease / 2;
      credit += lease - kept;
      lease = kept;
      answer = true;
    }
  }

  /** What a call of the core came to, for those who count. */
  public interface Tally {
    /**
     * Of one resource.
     *
     * @param granted how much was used, in its units; less than 0 when more was given back
     * @param denied whether something went without because there was not enough
     * @param free what the keeper had left when it was last heard of
     */
    void settled(Resource resource, long granted, boolean denied, long free);
  }

  private final SortedMap<Resource, Holding> holdings = new TreeMap<>();

  /** Those that the call under way has to do with, and those that have something to report. */
  private final List<Holding> touched = new ArrayList<>();

  private final List<Holding> reporting = new ArrayList<>();

  /** Those that go back in part once the call under way is done. */
  private final List<Holding> recalled = new ArrayList<>();

  private boolean finished;

  /**
   * @param used by this task, by what is restored
   */
  public LeasedGrants(Map<Resource, Long> used) {
    used.forEach((resource, amount) -> holding(resource).used = amount);
  }

  private Holding holding(Resource resource) {
    return holdings.computeIfAbsent(resource, Holding::new);
  }

  private Holding touch(Resource resource) {
    Holding holding = holding(resource);
    if (!holding.touched) {
      holding.touched = true;
      holding.usedBefore = holding.used;
      holding.leaseBefore = holding.lease;
      holding.creditBefore = holding.credit;
      touched.add(holding);
    }
    return holding;
  }

  private void note(Holding holding) {
    if (!holding.reports) {
      holding.reports = true;
      reporting.add(holding);
    }
  }

  @Override
  public boolean has(String decision, Resource resource, long amount) {
    Holding holding = touch(resource);
    if (resource.kind() == Kind.ACCEPTED ? holding.open : holding.lease >= amount) {
      holding.counted = true;
      return true;
    }
    // With what this call has used of it before.
    long needed = amount + Math.max(0, holding.leaseBefore - holding.lease);
    if (holding.lacking == 0 || needed < holding.lacking) {
      holding.lacking = needed;
    }
    return false;
  }

  @Override
  public void use(Resource resource, long amount) {
    Holding holding = touch(resource);
    holding.used += amount;
    holding.lease -= amount;
    if (holding.lease < 0) {
      // It was not to be refused, so it is taken from what is not leased.
      holding.credit += holding.lease;
      holding.lease = 0;
      note(holding);
    } else if (holding.lease <= holding.lastLease / 2) {
      // The next ones are likely to need as much.
      holding.ask(amount, false);
      note(holding);
    }
  }

  /** What is free again goes to the keeper, which knows whether anybody used too much. */
  @Override
  public void giveBack(Resource resource, long amount) {
    Holding holding = touch(resource);
    holding.used -= amount;
    holding.credit += amount;
    note(holding);
  }

  /**
   * Whether the call under way found too little of something that may be elsewhere: it is to be
   * undone and made once more, when this is no longer so.
   */
  public boolean lacks() {
    for (Holding holding : touched) {
      if (holding.lacks()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The call under way never happened, and what it lacked is asked for. What is there, but not
   * enough, goes to the keeper, so that of many who have too little one has enough.
   */
  public void undo() {
    for (Holding holding : touched) {
      holding.used = holding.usedBefore;
      holding.lease = holding.leaseBefore;
      holding.credit = holding.creditBefore;
      if (holding.lacks()) {
        holding.credit += holding.lease;
        holding.lease = 0;
        holding.ask(holding.lacking, true);
        note(holding);
      }
    }
  }

  /** What was undone is about to be made once more. */
  public void again() {
    for (Holding holding : touched) {
      holding.touched = false;
      holding.counted = false;
      holding.lacking = 0;
    }
    touched.clear();
  }

  /** No decision waits any longer for what it lacked, until the keeper says something of it. */
  public void giveUp() {
    for (Holding holding : touched) {
      holding.givenUp |= holding.lacks();
    }
  }

  /** The call under way is done; what it came to stands. */
  public void settle(Tally tally) {
    for (Holding holding : touched) {
      tally.settled(
          holding.resource, holding.used - holding.usedBefore, holding.lacking > 0, holding.free);
    }
    again();
    for (Holding holding : recalled) {
      holding.giveBack(holding.recall);
      holding.recall = 0;
      note(holding);
    }
    recalled.clear();
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
    again();
    holdings.values().forEach(holding -> holding.credit = 0);
    return used();
  }

  /** Does what the keeper says. */
  public void accept(Order order) {
    Holding holding = holding(order.resource());
    holding.free = order.free();
    switch (order.what()) {
      case LEASE -> lease(holding, order.amount());
      case RECALL -> recall(holding, order.amount());
      case OPEN -> {
        holding.open = true;
        holding.closedFrom = NEVER;
        holding.givenUp = false;
      }
      case CLOSED -> {
        holding.open = false;
        holding.closedFrom = Math.min(holding.closedFrom, order.amount());
        holding.answered();
      }
    }
  }

  private void lease(Holding holding, long amount) {
    holding.answered();
    if (finished) {
      holding.credit += amount;
      note(holding);
      return;
    }
    holding.lease += amount;
    holding.lastLease = amount;
    if (holding.lacks()) {
      holding.ask(holding.lacking, true);
      note(holding);
    }
  }

  /**
   * What a decision that waits counts on is not taken from it: two that wait for each other's last
   * ones would hand them to and fro.
   */
  private void recall(Holding holding, long needed) {
    if (holding.isNeeded()) {
      holding.recall = needed;
      recalled.add(holding);
    } else {
      holding.giveBack(needed);
      note(holding);
    }
  }

  /** Nothing more will be used. */
  public void returnAll() {
    finished = true;
    for (Holding holding : holdings.values()) {
      if (holding.lease > 0) {
        holding.credit += holding.lease;
        holding.lease = 0;
        note(holding);
      }
    }
  }

  /** What is at hand of it goes back, between two calls: there is less in all than there was. */
  public void returnLease(Resource resource) {
    Holding holding = holding(resource);
    holding.giveBack(NEVER);
    note(holding);
  }

  /** What the keeper is to be told now, in order; usually nothing. */
  public List<Report> reports() {
    if (reporting.isEmpty()) {
      return List.of();
    }
    List<Report> reports = new ArrayList<>(reporting.size());
    for (Holding holding : reporting) {
      holding.reports = false;
      if (holding.credit != 0 || holding.wanted != 0 || holding.answer) {
        reports.add(
            new Report(
                holding.resource,
                holding.credit,
                holding.wanted,
                holding.askedToWait,
                holding.answer,
                holding.lease));
      }
      holding.credit = 0;
      holding.wanted = 0;
      holding.answer = false;
    }
    reporting.clear();
    return reports;
  }
}
