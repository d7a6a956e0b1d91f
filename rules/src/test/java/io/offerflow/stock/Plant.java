package io.offerflow.stock;

import io.offerflow.stock.Resource.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * way, decisions that wait, pushes that wait in a producer, checkpoints, crashes that lose all of
 * that, and restarts with another number of tasks, which read again what was handled since.
 */
final class Plant {
  static final Resource STOCK = new Resource(Kind.STOCK, "pack");
  static final Resource TOTAL = new Resource(Kind.TOTAL, "best");

  /** What happens to one customer: she is to be offered something, or a push of hers failed. */
  private record Event(int customer, String cause, boolean failed) {}

  /** All that outlives a crash: hers by cause, what tasks used, how far each customer was read. */
  private record Checkpoint(
      Map<Integer, Map<String, Basket>> contacts, SortedMap<Resource, Long> used, int read) {}

  /** What a contact uses, in the resources' units. */
  record Basket(SortedMap<Resource, Long> amounts) {
    private static final Basket NOTHING = new Basket(new TreeMap<>());

    static Basket of(Resource resource, long amount) {
      return new Basket(new TreeMap<>(Map.of(resource, amount)));
    }

    private boolean isAtHand(Grants grants) {
      return amounts.entrySet().stream()
          .allMatch(need -> grants.has("d", need.getKey(), need.getValue()));
    }
  }

  private record Push(String cause, Basket basket) {}

  private final class Task {
    private final LeasedGrants grants;
    private final Deque<Order> inbox = new ArrayDeque<>();
    private final Deque<Report> outbox = new ArrayDeque<>();
    private final Deque<Push> producer = new ArrayDeque<>();
    private int read;

    /** What it waits to decide once more. */
    private Event waiting;

    private Task(SortedMap<Resource, Long> used, int read) {
      this.grants = new LeasedGrants(used);
      this.read = read;
    }
  }

  private final Random random;
  private final SortedMap<Resource, Long> sizes;
  private final List<Basket> baskets;
  private final List<Event> log = new ArrayList<>();
  private final Map<String, Basket> appended = new HashMap<>();
  private final Set<String> undone = new HashSet<>();

  private List<Task> tasks = new ArrayList<>();
  private Keeper keeper;
  private Map<Integer, Map<String, Basket>> contacts = new HashMap<>();
  private Checkpoint saved = new Checkpoint(Map.of(), new TreeMap<>(), 0);
  private long over = Long.MIN_VALUE;
  private int crashes;
  private boolean failures = true;
  private boolean patient = true;

  Plant(long seed, Map<Resource, Long> sizes, int parallelism, Basket... baskets) {
    this.random = new Random(seed);
    this.sizes = new TreeMap<>(sizes);
    this.baskets = List.of(baskets);
    start(parallelism);
  }

  /** No push fails. */
  Plant withoutFailures() {
    failures = false;
    return this;
  }

  /** Who waits may give up. */
  Plant impatient() {
    patient = false;
    return this;
  }

  private void start(int parallelism) {
    SortedMap<Resource, Long> used = new TreeMap<>(saved.used());
    tasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      tasks.add(new Task(i == 0 ? used : new TreeMap<>(), saved.read()));
    }
    contacts = copy(saved.contacts());
    keeper = new Keeper(sizes, parallelism);
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
        (cause, basket) -> {
          int customer = customer(cause);
          Map<String, Basket> hers = contacts.computeIfAbsent(customer, unused -> new HashMap<>());
          if (hers.putIfAbsent(cause, basket) == null) {
            basket.amounts().forEach(taskOf(customer).grants::use);
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
      if (failures && random.nextInt(8) == 0) {
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
    for (int steps = 0; !isIdle(); steps++) {
      if (steps > 3_000_000) {
        throw new AssertionError("nothing comes to an end");
      }
      step(tasks.get(random.nextInt(tasks.size())));
    }
    checkpoint();
  }

  private boolean isIdle() {
    return tasks.stream()
        .allMatch(
            task ->
                task.read >= log.size()
                    && task.waiting == null
                    && task.inbox.isEmpty()
                    && task.outbox.isEmpty());
  }

  private void step(Task task) {
    switch (random.nextInt(8)) {
      case 0, 1 -> receive(task, 1);
      case 2, 3 -> send(task);
      case 4 -> append(task, random.nextInt(3));
      default -> handleNext(task);
    }
  }

  private void handleNext(Task task) {
    if (task.waiting != null) {
      goOn(task, !patient && random.nextInt(10) == 0);
      return;
    }
    while (task.read < log.size()) {
      Event event = log.get(task.read++);
      if (taskOf(event.customer()) == task) {
        handle(task, event);
        return;
      }
    }
  }

  private void handle(Task task, Event event) {
    Basket taken = attempt(task, event);
    if (task.grants.lacks()) {
      task.grants.undo();
      task.waiting = event;
    } else {
      task.grants.settle((resource, granted, denied, free) -> {});
      remember(task, event, taken);
    }
    task.outbox.addAll(task.grants.reports());
  }

  private void goOn(Task task, boolean givesUp) {
    if (givesUp) {
      task.grants.giveUp();
    }
    if (!task.grants.lacks()) {
      Event event = task.waiting;
      task.waiting = null;
      task.grants.again();
      handle(task, event);
    }
  }

  /** What the event comes to: a basket taken, nothing given or given back, or null. */
  private Basket attempt(Task task, Event event) {
    Basket taken = hers(event).get(event.cause());
    if (event.failed()) {
      if (taken == null || taken == Basket.NOTHING) {
        return null;
      }
      taken.amounts().forEach(task.grants::giveBack);
      return Basket.NOTHING;
    }
    Basket basket = baskets.get(Math.floorMod(event.cause().hashCode(), baskets.size()));
    if (taken != null || !basket.isAtHand(task.grants)) {
      return null;
    }
    basket.amounts().forEach(task.grants::use);
    return basket;
  }

  private void remember(Task task, Event event, Basket taken) {
    if (taken == null) {
      return;
    }
    hers(event).put(event.cause(), taken);
    if (taken == Basket.NOTHING) {
      undone.add(event.cause());
    } else {
      task.producer.add(new Push(event.cause(), taken));
    }
  }

  private Map<String, Basket> hers(Event event) {
    return contacts.computeIfAbsent(event.customer(), unused -> new HashMap<>());
  }

  private void append(Task task, int count) {
    for (int i = 0; i < count && !task.producer.isEmpty(); i++) {
      Push push = task.producer.remove();
      appended.put(push.cause(), push.basket());
    }
    sizes.forEach((resource, size) -> over = Math.max(over, sold(resource) - size));
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
      if (task.waiting != null) {
        goOn(task, false);
      }
    }
  }

  /** All tasks stop at the same place of the log, and what they sent is in the topic. */
  private void checkpoint() {
    int read = tasks.stream().mapToInt(task -> task.read).max().orElseThrow();
    for (Task behind = behind(read); behind != null; behind = behind(read)) {
      if (behind.waiting == null) {
        handleNext(behind);
      } else {
        Task other = tasks.get(random.nextInt(tasks.size()));
        send(other);
        receive(other, 1);
      }
    }
    SortedMap<Resource, Long> used = new TreeMap<>();
    for (Task task : tasks) {
      append(task, task.producer.size());
      task.grants.used().forEach((resource, amount) -> used.merge(resource, amount, Long::sum));
    }
    saved = new Checkpoint(copy(contacts), used, tasks.get(0).read);
  }

  /** One that is not there yet; what is read meanwhile is not for the others to decide. */
  private Task behind(int read) {
    for (Task task : tasks) {
      while (task.waiting == null
          && task.read < read
          && taskOf(log.get(task.read).customer()) != task) {
        task.read++;
      }
      if (task.waiting != null || task.read < read) {
        return task;
      }
    }
    return null;
  }

  /** Of what waits in the producers a part is appended yet; messages are lost. */
  void crash() {
    crashes++;
    for (Task task : tasks) {
      append(task, random.nextInt(task.producer.size() + 1));
    }
    start(1 + random.nextInt(6));
  }

  private static Map<Integer, Map<String, Basket>> copy(
      Map<Integer, Map<String, Basket>> contacts) {
    Map<Integer, Map<String, Basket>> copy = new HashMap<>();
    contacts.forEach((customer, hers) -> copy.put(customer, new HashMap<>(hers)));
    return copy;
  }

  /** What stands in the topic and did not fail. */
  long sold(Resource resource) {
    return appended.entrySet().stream()
        .filter(push -> !undone.contains(push.getKey()))
        .mapToLong(push -> push.getValue().amounts().getOrDefault(resource, 0L))
        .sum();
  }

  /** By how much any resource was ever exceeded; less than 0 when none was used up. */
  long over() {
    return over;
  }

  int crashes() {
    return crashes;
  }

  /** What all tasks used by their own account. */
  long used(Resource resource) {
    return tasks.stream().mapToLong(task -> task.grants.used().getOrDefault(resource, 0L)).sum();
  }
}
