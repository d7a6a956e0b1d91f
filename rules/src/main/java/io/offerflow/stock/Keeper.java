package io.offerflow.stock;

import io.offerflow.stock.Order.What;
import io.offerflow.stock.Resource.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides what is bounded among the tasks of one run of the job.
 *
 * <p>A run begins when all tasks have said how much they have used: what is left is free. From it
 * the keeper leases: less the less there is, so that little lies about at the end. Where nothing is
 * free but a task needs some, all that may have some give half of it back, and half of that, until
 * it is found or there is none. A run that breaks off takes its leases with it; the next one begins
 * anew from what was used. So {@code used + leased <= size} at any time, whatever is under way, but
 * for what could not be refused.
 *
 * <p>For one thread. Messages to one task, and from it, must keep their order.
 */
public final class Keeper {
  /** So many times as many leases as there are tasks would use up what is free. */
  private static final int SHARES = 2;

  private final int tasks;
  private final boolean[] joined;
  private final SortedMap<Resource, Account> accounts = new TreeMap<>();
  private int missing;

  /**
   * @param sizes how much there is in all, in the resources' units
   * @param tasks how many there are
   */
  public Keeper(SortedMap<Resource, Long> sizes, int tasks) {
    this.tasks = tasks;
    this.joined = new boolean[tasks];
    this.missing = tasks;
    sizes.forEach((resource, size) -> accounts.put(resource, new Account(resource, size)));
  }

  /**
   * A task says how much it has used. When the last one has, all get their first leases.
   *
   * @return to be sent, in order
   */
  public List<Order> join(int task, Map<Resource, Long> used) {
    if (joined[task]) {
      throw new IllegalStateException("task " + task + " joins twice");
    }
    joined[task] = true;
    used.forEach(
        (resource, amount) -> {
          Account account = accounts.get(resource);
          if (account != null) {
            account.free -= amount;
          }
        });
    List<Order> orders = new ArrayList<>();
    if (--missing == 0) {
      accounts.values().forEach(account -> account.begin(orders));
    }
    return orders;
  }

  /** Whether all tasks have joined. */
  public boolean isComplete() {
    return missing == 0;
  }

  /**
   * A task reports.
   *
   * @return to be sent, in order
   */
  public List<Order> report(int task, Report report) {
    List<Order> orders = new ArrayList<>();
    Account account = accounts.get(report.resource());
    if (account != null) {
      account.report(task, report, orders);
    }
    return orders;
  }

  /** How much of it is neither used nor leased; below 0 when too much was used. */
  public long free(Resource resource) {
    return accounts.get(resource).free;
  }

  /** One resource's. */
  private final class Account {
    private final Resource resource;
    private long free;
    private boolean open;

    /** Whether a task may have some of what was leased to it. */
    private final boolean[] holds = new boolean[tasks];

    /** Whether a task has not answered a recall yet, and whether it got a lease since. */
    private final boolean[] recalled = new boolean[tasks];

    private final boolean[] leasedSince = new boolean[tasks];

    /** What the tasks that wait need at least, in the order in which they asked. */
    private final Map<Integer, Long> waiting = new LinkedHashMap<>();

    private Account(Resource resource, long size) {
      this.resource = resource;
      this.free = size;
    }

    private void begin(List<Order> orders) {
      if (resource.kind() == Kind.ACCEPTED) {
        tell(orders);
        return;
      }
      long first = share(1);
      for (int task = 0; task < tasks && free >= first; task++) {
        lease(task, first, orders);
      }
    }

    private void report(int task, Report report, List<Order> orders) {
      free += report.credit();
      if (resource.kind() == Kind.ACCEPTED) {
        tell(orders);
        return;
      }
      if (report.answer()) {
        holds[task] = report.left() > 0 || leasedSince[task];
        recalled[task] = false;
      }
      if (report.wanted() > 0) {
        waiting.remove(task);
        waiting.put(task, report.wanted());
      }
      serve(orders);
    }

    /** First come, first served; what is missing is called back from everybody. */
    private void serve(List<Order> orders) {
      Iterator<Map.Entry<Integer, Long>> waiters = waiting.entrySet().iterator();
      while (waiters.hasNext()) {
        Map.Entry<Integer, Long> waiter = waiters.next();
        if (waiter.getValue() <= free) {
          waiters.remove();
          lease(waiter.getKey(), share(waiter.getValue()), orders);
        }
      }
      for (int task = 0; task < tasks && !waiting.isEmpty(); task++) {
        if (holds[task] && !recalled[task]) {
          recalled[task] = true;
          leasedSince[task] = false;
          orders.add(new Order(task, resource, What.RECALL, 0));
        }
      }
    }

    /** A whole number of times what is needed. */
    private long share(long needed) {
      return Math.max(1, free / (SHARES * tasks) / needed) * needed;
    }

    private void lease(int task, long amount, List<Order> orders) {
      free -= amount;
      holds[task] = true;
      leasedSince[task] = true;
      orders.add(new Order(task, resource, What.LEASE, amount));
    }

    private void tell(List<Order> orders) {
      boolean now = free > 0;
      if (now != open) {
        open = now;
        for (int task = 0; task < tasks; task++) {
          orders.add(new Order(task, resource, now ? What.OPEN : What.CLOSED, 0));
        }
      }
    }
  }
}
