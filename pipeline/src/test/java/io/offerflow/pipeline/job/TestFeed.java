package io.offerflow.pipeline.job;

import io.offerflow.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a test deploys, for jobs within its process. Feeds of one name share it. */
final class TestFeed implements RulesFeed {
  private static final long serialVersionUID = 1L;

  private static final Map<String, List<Listener>> LISTENERS = new ConcurrentHashMap<>();
  private static final Map<String, Deployment> NEWEST = new ConcurrentHashMap<>();
  private static final Map<String, Map<Long, Deployment>> ALL = new ConcurrentHashMap<>();
  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  private final String name;

  TestFeed(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AutoCloseable open(Listener listener) {
    List<Listener> listeners = listeners();
    listeners.add(listener);
    if (NEWEST.containsKey(name)) {
      listener.deployed(NEWEST.get(name));
    }
    return () -> listeners.remove(listener);
  }

  @Override
  public void provide(Workspace workspace) {
    Gate gate = GATES.get(name);
    if (gate != null) {
      gate.pass();
    }
  }

  @Override
  public Optional<Deployment> find(long number) {
    return Optional.ofNullable(ALL.getOrDefault(name, Map.of()).get(number));
  }

  /** From now on nothing is made ready until the test opens the gate. */
  Gate hold() {
    Gate gate = new Gate();
    GATES.put(name, gate);
    return gate;
  }

  /** What is about to be compiled waits there until the test lets it through. */
  static final class Gate implements AutoCloseable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    private void pass() {
      reached.countDown();
      await(open);
    }

    void awaitReached() {
      await(reached);
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody came to the gate, or nobody opened it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Opens it. */
    @Override
    public void close() {
      open.countDown();
    }
  }

  private List<Listener> listeners() {
    return LISTENERS.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>());
  }

  void deploy(long number, WorkspaceFiles files, String... paused) {
    String bundle = files.version() + (paused.length == 0 ? "" : "+paused");
    deploy(new Deployment(number, bundle, new TreeSet<>(List.of(paused)), files));
  }

  void deploy(Deployment next) {
    ALL.computeIfAbsent(name, unused -> new ConcurrentHashMap<>()).put(next.number(), next);
    NEWEST.merge(name, next, (a, b) -> a.number() >= b.number() ? a : b);
    listeners().forEach(listener -> listener.deployed(next));
  }

  /** Something that cannot be believed. */
  void fail() {
    listeners().forEach(listener -> listener.failed("a record", "nobody signed it"));
  }
}
