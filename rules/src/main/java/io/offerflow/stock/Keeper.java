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
 * free but a decision waits for some, all that may have some give half of it back, and half of
 * that, until it is found; when nobody has any, the task is told that there is none. So a customer
 * goes without only when everything is used. A run that breaks off takes its leases with it; the
 * next one begins anew from what was used. So {@code used + leased <= size} at any time, whatever
 * is under way, but for what could not be refused.
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
          account(resource).free -= amount;
        });
    List<Order> orders = new ArrayList<>();
    if (--missing == 0) {
      accounts.values().forEach(account -> account.begin(orders));
    }
    return orders;
  }

  /** Whether all tasks have joined. */
  boolean isComplete() {
    return missing == 0;
  }

  /**
   * A task reports.
   *
   * @return to be sent, in order
   */
  public List<Order> report(int task, Report report) {
    List<Order> orders = new ArrayList<>();
    account(report.resource()).report(task, report, orders);
    return orders;
  }

  /**
   * There is another amount in all from now on: other rules hold. What is not among them is not
   * leased any more, but what was used of it is remembered.
   *
   * @return to be sent, in order
   */
  public List<Order> resize(SortedMap<Resource, Long> sizes) {
    List<Order> orders = new ArrayList<>();
    sizes.keySet().forEach(this::account);
    accounts.forEach(
        (resource, account) -> account.resize(sizes.getOrDefault(resource, 0L), orders));
    return orders;
  }

  /** Of what the rules bound, or used to bound. */
  private Account account(Resource resource) {
    return accounts.computeIfAbsent(resource, unheard -> new Account(unheard, 0));
  }

  /** A task will decide nothing any more: nothing is leased to it from now on. */
  public void end(int task) {
    accounts.values().forEach(account -> account.wants.remove(task));
  }

  /**
   * A task that ended has returned what it had.
   *
   * @return to be sent, in order
   */
  public List<Order> leave(int task) {
    List<Order> orders = new ArrayList<>();
    accounts.values().forEach(account -> account.leave(task, orders));
    return orders;
  }

  /** How much of it is neither used nor leased; below 0 when too much was used. */
  public long free(Resource resource) {
    return accounts.get(resource).free;
  }

  /**
   * What a task asks for.
   *
   * @param amount the least that is of use to it
   * @param waits whether a decision waits for it; otherwise it looks ahead
   */
  private record Want(long amount, boolean waits) {}

  /** One resource's. */
  private final class Account {
    private final Resource resource;
    private long size;
    private long free;
    private boolean open;

    /** Whether a task may have some of what was leased to it. */
    private final boolean[] holds = new boolean[tasks];

    /** Whether a task has not answered a recall yet, and whether it got a lease since. */
    private final boolean[] recalled = new boolean[tasks];

    private final boolean[] leasedSince = new boolean[tasks];

    /** From how much on a task was told that there is none; 0 where it was not. */
    private final long[] closed = new long[tasks];

    /** What tasks want, in the order in which they asked. */
    private final Map<Integer, Want> wants = new LinkedHashMap<>();

    private Account(Resource resource, long size) {
      this.resource = resource;
      this.size = size;
      this.free = size;
    }

    private void resize(long wanted, List<Order> orders) {
      boolean fresh = size == 0 && wanted > 0;
      free += wanted - size;
      size = wanted;
      if (resource.kind() == Kind.ACCEPTED) {
        tell(orders);
      } else {
        serve(orders);
        if (fresh) {
          begin(orders);
        }
      }
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
        wants.remove(task);
        wants.put(task, new Want(report.wanted(), report.waits()));
      }
      serve(orders);
    }

    private void leave(int task, List<Order> orders) {
      holds[task] = false;
      recalled[task] = false;
      closed[task] = 0;
      wants.remove(task);
      if (resource.kind() != Kind.ACCEPTED) {
        serve(orders);
      }
    }

    /** First come, first served, and those first for whom a customer waits. */
    private void serve(List<Order> orders) {
      reopen(orders);
      lease(true, orders);
      long missing = leastAwaited();
      if (missing == 0) {
        lease(false, orders);
      } else if (!recall(missing, orders)) {
        close(orders);
      }
    }

    private void lease(boolean waits, List<Order> orders) {
      Iterator<Map.Entry<Integer, Want>> entries = wants.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<Integer, Want> entry = entries.next();
        Want want = entry.getValue();
        if (want.waits() == waits && want.amount() <= free) {
          entries.remove();
          lease(entry.getKey(), share(want.amount()), orders);
        }
      }
    }

    /** The least that a decision waits for; 0 where none does. */
    private long leastAwaited() {
      long least = 0;
      for (Want want : wants.values()) {
        if (want.waits() && (least == 0 || want.amount() < least)) {
          least = want.amount();
        }
      }
      return least;
    }

    /** What is missing is called back from everybody; whether there may be any. */
    private boolean recall(long missing, List<Order> orders) {
      boolean any = false;
      for (int task = 0; task < tasks; task++) {
        any |= holds[task];
        if (holds[task] && !recalled[task]) {
          recalled[task] = true;
          leasedSince[task] = false;
          orders.add(new Order(task, resource, What.RECALL, missing, free));
        }
      }
      return any;
    }

    /** Nobody has any, so nobody needs to wait. */
    private void close(List<Order> orders) {
      Iterator<Map.Entry<Integer, Want>> entries = wants.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<Integer, Want> entry = entries.next();
        int task = entry.getKey();
        long amount = entry.getValue().amount();
        if (entry.getValue().waits()) {
          entries.remove();
          closed[task] = closed[task] == 0 ? amount : Math.min(closed[task], amount);
          orders.add(new Order(task, resource, What.CLOSED, amount, free));
        }
      }
    }

    /** Those that were told that there is none hear that there is some again, whoever gets it. */
    private void reopen(List<Order> orders) {
      for (int task = 0; task < tasks; task++) {
        if (closed[task] > 0 && free >= closed[task]) {
          closed[task] = 0;
          orders.add(new Order(task, resource, What.OPEN, 0, free));
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
      orders.add(new Order(task, resource, What.LEASE, amount, free));
    }

    private void tell(List<Order> orders) {
      boolean now = free > 0;
      if (now != open) {
        open = now;
        for (int task = 0; task < tasks; task++) {
          What what = now ? What.OPEN : What.CLOSED;
          orders.add(new Order(task, resource, what, now ? 0 : 1, free));
        }
      }
    }
  }
}
