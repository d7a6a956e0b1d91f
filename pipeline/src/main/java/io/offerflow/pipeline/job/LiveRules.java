package io.offerflow.pipeline.job;

import io.offerflow.change.Restart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a job in this process. It hears of what is deployed, makes it ready once, off the
 * threads that decide, and hands it to the subtasks, each of which switches between two events.
 *
 * <p>Which number is the greatest decides, not which came last. What cannot be made ready is
 * reported, and what is in force stays.
 *
 * <p>What is paused by command is no rule that must be made ready: it holds at once, by what is in
 * force, whatever is being made ready meanwhile.
 *
 * <p>Sources decode by what all subtasks of the job decide by already: {@link #settled}. So no
 * event is of a type that a task has not heard of.
 */
final class LiveRules {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

  /** By the feed's name. It belongs to the class loader of this class and goes with it. */
  private static final Map<String, LiveRules> BY_FEED = new HashMap<>();

  private final JobRules rules;
  private final Listener listener = new Listener();
  private final List<Task> tasks = new ArrayList<>();

  /** What all tasks may come to decide by: prepared here, or restored. */
  private final NavigableMap<Long, Deployment> known = new TreeMap<>();

  /** What was heard of and may be taken yet; the last of them that could be stays. */
  private final NavigableMap<Long, Deployment> heard = new TreeMap<>();

  private int members;
  private ExecutorService preparing;
  private ExecutorService pausing;
  private AutoCloseable following;
  private CompiledRules.Lease compiled;

  /** What was heard of with the greatest number, whether it can be taken or not. */
  private Deployment newest;

  private volatile Deployment settled;

  /** A subtask that decides; called by the thread that prepares. */
  interface Task {
    /** The greatest number that it was handed. */
    long number();

    /** Makes itself ready for it; returns what tells it to switch, without waiting. */
    Runnable prepare(Deployment next);

    /** From now on what that says is paused is paused, and nothing else; by any thread. */
    void pause(Deployment newest);

    /** Something was deployed that cannot be in force. */
    void failed();
  }

  private LiveRules(JobRules rules) {
    this.rules = rules;
    Deployment first = rules.first();
    newest = first;
    heard.put(first.number(), first);
    known.put(first.number(), first);
    if (!rules.live()) {
      settled = first;
    }
  }

  /** Joins those of this process, or begins; {@link #leave} when done. */
  static LiveRules join(JobRules rules) throws IOException {
    if (!rules.live()) {
      return new LiveRules(rules);
    }
    synchronized (BY_FEED) {
      LiveRules live = BY_FEED.get(rules.feed().name());
      if (live == null) {
        live = new LiveRules(rules);
        live.begin();
        BY_FEED.put(rules.feed().name(), live);
        BY_FEED.notifyAll();
      }
      live.members++;
      return live;
    }
  }

  /** Those that a subtask of this process joined, or is about to. */
  static LiveRules await(JobRules rules) throws InterruptedException {
    if (!rules.live()) {
      return new LiveRules(rules);
    }
    synchronized (BY_FEED) {
      while (!BY_FEED.containsKey(rules.feed().name())) {
        BY_FEED.wait();
      }
      return BY_FEED.get(rules.feed().name());
    }
  }

  private void begin() throws IOException {
    preparing = thread("offerflow-rules");
    pausing = thread("offerflow-pauses");
    try {
      following = rules.feed().open(listener);
    } catch (IOException | RuntimeException e) {
      preparing.shutdownNow();
      pausing.shutdownNow();
      throw e;
    }
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  void leave() {
    if (!rules.live()) {
      return;
    }
    synchronized (BY_FEED) {
      if (--members > 0) {
        return;
      }
      BY_FEED.remove(rules.feed().name());
    }
    try {
      following.close();
    } catch (Exception e) {
      LOG.warn("rules are no longer followed, but not cleanly", e);
    }
    pausing.shutdown();
    // A compilation that is under way cannot be broken off; its thread ends with it.
    preparing.execute(this::release);
    preparing.shutdown();
  }

  private void release() {
    if (compiled != null) {
      compiled.close();
      compiled = null;
    }
  }

  /**
   * A subtask that decides wants what comes, and what is newer than what it has.
   *
   * @param inForce what it decides by now
   */
  void add(Task task, Deployment inForce) {
    synchronized (this) {
      tasks.add(task);
      known.putIfAbsent(inForce.number(), inForce);
    }
    if (rules.live()) {
      task.pause(newest());
      preparing.execute(this::prepare);
    }
  }

  /** What was heard of with the greatest number; it says what is paused. */
  synchronized Deployment newest() {
    return newest;
  }

  /** Does what must not wait for anything to be compiled, and not by a thread that decides. */
  void soon(Deployment what, Runnable work) {
    pausing.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | LinkageError e) {
            report(what.toString(), "it cannot be made ready", e);
          }
        });
  }

  /** What was in force in another subtask; null where nobody knows it any more. */
  Deployment find(long number) {
    try {
      return rules.feed().find(number).orElse(null);
    } catch (IOException e) {
      LOG.error("activation {} cannot be read", number, e);
      return null;
    }
  }

  synchronized void remove(Task task) {
    tasks.remove(task);
  }

  /** What all tasks of the job decide by; null until they have said so for the first time. */
  Deployment settled() {
    return settled;
  }

  /** The same, once there is an answer. */
  synchronized Deployment awaitSettled() throws InterruptedException {
    while (settled == null) {
      wait();
    }
    return settled;
  }

  /** All tasks of the job decide by that or something newer. */
  synchronized void settle(long number) {
    if (settled != null && settled.number() >= number) {
      return;
    }
    Map.Entry<Long, Deployment> entry = known.ceilingEntry(number);
    settled = entry == null ? known.lastEntry().getValue() : entry.getValue();
    known.headMap(settled.number()).clear();
    notifyAll();
  }

  /** Hears what is deployed. */
  private final class Listener implements RulesFeed.Listener {
    @Override
    public void deployed(Deployment next) {
      List<Task> told;
      synchronized (LiveRules.this) {
        if (next.number() <= newest.number()) {
          return;
        }
        newest = next;
        heard.put(next.number(), next);
        told = List.copyOf(tasks);
      }
      told.forEach(task -> task.pause(next));
      preparing.execute(LiveRules.this::prepare);
    }

    @Override
    public void failed(String what, String why) {
      report(what, why, null);
    }
  }

  private void report(String what, String why, Throwable cause) {
    LOG.error("{} is not taken: {}; what is in force stays", what, why, cause);
    List<Task> told;
    synchronized (this) {
      told = List.copyOf(tasks);
    }
    told.stream().findFirst().ifPresent(Task::failed);
  }

  /** Brings every task of this process to the newest that can be taken; by one thread. */
  private void prepare() {
    boolean done = false;
    while (!done) {
      Deployment next;
      List<Task> behind;
      synchronized (this) {
        if (heard.isEmpty()) {
          return;
        }
        next = heard.lastEntry().getValue();
        behind = tasks.stream().filter(task -> task.number() < next.number()).toList();
      }
      done = behind.isEmpty() || isReady(next, behind);
      synchronized (this) {
        if (done) {
          heard.headMap(next.number()).clear();
        } else {
          heard.remove(next.number());
        }
      }
    }
  }

  private boolean isReady(Deployment next, List<Task> behind) {
    try {
      prepare(next, behind);
      return true;
    } catch (IllegalArgumentException | IOException e) {
      report(next.toString(), e.getMessage(), null);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      report(next.toString(), "it cannot be made ready", e);
    }
    return false;
  }

  private void prepare(Deployment next, List<Task> behind) throws IOException {
    List<String> reasons =
        Restart.between(rules.first().files().workspace(), next.files().workspace());
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException("it needs a restart: " + String.join("; ", reasons));
    }
    rules.feed().provide(next.files().workspace());
    // Kept so that subtasks that start again find it compiled.
    CompiledRules.Lease before = compiled;
    compiled = CompiledRules.lease(next.files());
    if (before != null) {
      before.close();
    }
    synchronized (this) {
      known.put(next.number(), next);
    }
    // Others may have been paused while it was compiled.
    Deployment ready = next.pausing(newest().paused());
    List<Runnable> switches = behind.stream().map(task -> task.prepare(ready)).toList();
    switches.forEach(Runnable::run);
    LOG.info("{} is ready for {} subtasks here", next, switches.size());
  }
}
