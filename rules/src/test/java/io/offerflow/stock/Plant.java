package io.offerflow.stock;

import io.offerflow.stock.Resource.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job of several tasks and one keeper, as far as what is bounded is concerned: messages under
 * way, pushes that wait in a producer, checkpoints, crashes that lose both, and restarts with
 * another number of tasks, which read again what was handled since.
 */
final class Plant {
  static final Resource STOCK = new Resource(Kind.STOCK, "pack");

  /** What happens to one customer: she is to be offered something, or a push of hers failed. */
  private record Event(int customer, String cause, boolean failed) {}

  /** All that outlives a crash: hers by cause, what tasks used, how far each customer was read. */
  private record Checkpoint(
      Map<Integer, Map<String, Long>> contacts, SortedMap<Resource, Long> used, int read) {}

  private final class Task {
    private final LeasedGrants grants;
    private final Deque<Order> inbox = new ArrayDeque<>();
    private final Deque<Report> outbox = new ArrayDeque<>();
    private final Deque<String> producer = new ArrayDeque<>();
    private int read;

    private Task(SortedMap<Resource, Long> used, int read) {
      this.grants = new LeasedGrants(used);
      this.read = read;
    }
  }

  private final Random random;
  private final long size;
  private final long[] costs;
  private final List<Event> log = new ArrayList<>();
  private final Map<String, Long> appended = new HashMap<>();
  private final Set<String> undone = new HashSet<>();

  private List<Task> tasks = new ArrayList<>();
  private Keeper keeper;
  private Map<Integer, Map<String, Long>> contacts = new HashMap<>();
  private Checkpoint saved = new Checkpoint(Map.of(), new TreeMap<>(), 0);
  private long peak;
  private int crashes;

  /**
   * @param costs what a contact may use, in the resource's units
   */
  Plant(long seed, long size, int parallelism, long... costs) {
    this.random = new Random(seed);
    this.size = size;
    this.costs = costs;
    start(parallelism);
  }

  private void start(int parallelism) {
    SortedMap<Resource, Long> used = new TreeMap<>(saved.used());
    tasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      tasks.add(new Task(i == 0 ? used : new TreeMap<>(), saved.read()));
    }
    contacts = copy(saved.contacts());
    keeper = new Keeper(new TreeMap<>(Map.of(STOCK, size)), parallelism);
    takeOver();
    for (int i = 0; i < parallelism; i++) {
      deliver(keeper.join(i, tasks.get(i).grants.join()));
    }
    // The first orders come with the answer to joining.
    tasks.forEach(task -> receive(task, task.inbox.size()));
  }

  /** Whose pushes stand in the topic but not in the checkpoint. */
  private void takeOver() {
    appended.forEach(
        (cause, cost) -> {
          int customer = customer(cause);
          Map<String, Long> hers = contacts.computeIfAbsent(customer, unused -> new HashMap<>());
          if (hers.putIfAbsent(cause, cost) == null) {
            taskOf(customer).grants.use(STOCK, cost);
          }
        });
  }

  private static int customer(String cause) {
    return Integer.parseInt(cause.substring(0, cause.indexOf('/')));
  }

  private Task taskOf(int customer) {
    return tasks.get(customer % tasks.size());
  }

  /** More events, of customers that need not be spread evenly. */
  void demand(int count, int customers) {
    for (int i = 0; i < count; i++) {
      int customer = random.nextInt(customers);
      log.add(new Event(customer, customer + "/" + log.size(), false));
      if (random.nextInt(8) == 0) {
        Event earlier = log.get(random.nextInt(log.size()));
        log.add(new Event(earlier.customer(), earlier.cause(), true));
      }
    }
  }

  /** Anything that can happen, so often. */
  void run(int steps, int crashEvery) {
    for (int i = 0; i < steps; i++) {
      if (random.nextInt(crashEvery) == 0) {
        crash();
      } else if (random.nextInt(60) == 0) {
        checkpoint();
      } else {
        step(tasks.get(random.nextInt(tasks.size())));
      }
    }
  }

  /** Until everything is read and nothing is under way. */
  void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Task task : tasks) {
        while (task.read < log.size()) {
          moved = true;
          step(task);
        }
        moved |= !task.inbox.isEmpty() || !task.outbox.isEmpty();
        exchange(task);
      }
    }
    checkpoint();
  }

  private void step(Task task) {
    switch (random.nextInt(8)) {
      case 0 -> receive(task, 1);
      case 1 -> send(task);
      case 2 -> append(task, random.nextInt(3));
      default -> handleNext(task);
    }
  }

  private void handleNext(Task task) {
    while (task.read < log.size()) {
      Event event = log.get(task.read++);
      if (taskOf(event.customer()) == task) {
        handle(task, event);
        return;
      }
    }
  }

  private void handle(Task task, Event event) {
    Map<String, Long> hers = contacts.computeIfAbsent(event.customer(), unused -> new HashMap<>());
    Long taken = hers.get(event.cause());
    if (event.failed()) {
      if (taken != null && taken > 0) {
        task.grants.giveBack(STOCK, taken);
        hers.put(event.cause(), 0L);
        undone.add(event.cause());
      }
    } else if (taken == null) {
      long cost = costs[Math.floorMod(event.cause().hashCode(), costs.length)];
      if (task.grants.has(event.cause(), STOCK, cost)) {
        task.grants.use(STOCK, cost);
        hers.put(event.cause(), cost);
        task.producer.add(event.cause() + "=" + cost);
      }
    }
    task.outbox.addAll(task.grants.reports());
  }

  private void append(Task task, int count) {
    for (int i = 0; i < count && !task.producer.isEmpty(); i++) {
      String[] push = task.producer.remove().split("=");
      appended.put(push[0], Long.parseLong(push[1]));
    }
    peak = Math.max(peak, sold());
  }

  private void send(Task task) {
    if (!task.outbox.isEmpty()) {
      deliver(keeper.report(tasks.indexOf(task), task.outbox.remove()));
    }
  }

  private void deliver(List<Order> orders) {
    orders.forEach(order -> tasks.get(order.task()).inbox.add(order));
  }

  private void receive(Task task, int count) {
    for (int i = 0; i < count && !task.inbox.isEmpty(); i++) {
      task.grants.accept(task.inbox.remove());
      task.outbox.addAll(task.grants.reports());
    }
  }

  private void exchange(Task task) {
    while (!task.inbox.isEmpty() || !task.outbox.isEmpty()) {
      receive(task, task.inbox.size());
      send(task);
    }
  }

  /** All tasks stop at the same place of the log, and what they sent is in the topic. */
  private void checkpoint() {
    int read = tasks.stream().mapToInt(task -> task.read).max().orElseThrow();
    SortedMap<Resource, Long> used = new TreeMap<>();
    for (Task task : tasks) {
      while (task.read < read) {
        Event event = log.get(task.read++);
        if (taskOf(event.customer()) == task) {
          handle(task, event);
        }
      }
      append(task, task.producer.size());
      task.grants.used().forEach((resource, amount) -> used.merge(resource, amount, Long::sum));
    }
    saved = new Checkpoint(copy(contacts), used, read);
  }

  /** Of what waits in the producers a part is appended yet; messages are lost. */
  void crash() {
    crashes++;
    for (Task task : tasks) {
      append(task, random.nextInt(task.producer.size() + 1));
    }
    start(1 + random.nextInt(6));
  }

  private static Map<Integer, Map<String, Long>> copy(Map<Integer, Map<String, Long>> contacts) {
    Map<Integer, Map<String, Long>> copy = new HashMap<>();
    contacts.forEach((customer, hers) -> copy.put(customer, new HashMap<>(hers)));
    return copy;
  }

  /** What stands in the topic and did not fail. */
  long sold() {
    return appended.entrySet().stream()
        .filter(push -> !undone.contains(push.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The most that was ever sold at once. */
  long peak() {
    return peak;
  }

  int crashes() {
    return crashes;
  }

  /** What all tasks used by their own account. */
  long used() {
    return tasks.stream().mapToLong(task -> task.grants.used().getOrDefault(STOCK, 0L)).sum();
  }

  List<String> pushes() {
    List<String> sorted = new ArrayList<>(appended.keySet());
    Collections.sort(sorted);
    return sorted;
  }
}
