package io.offerflow.pipeline.job;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a test deploys, for jobs within its process. Feeds of one name share it. */
final class TestFeed implements RulesFeed {
  private static final long serialVersionUID = 1L;

  private static final Map<String, List<Listener>> LISTENERS = new ConcurrentHashMap<>();
  private static final Map<String, Deployment> NEWEST = new ConcurrentHashMap<>();

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

  private List<Listener> listeners() {
    return LISTENERS.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>());
  }

  void deploy(long number, WorkspaceFiles files, String... paused) {
    String bundle = files.version() + (paused.length == 0 ? "" : "+paused");
    deploy(new Deployment(number, bundle, new TreeSet<>(List.of(paused)), files));
  }

  void deploy(Deployment next) {
    NEWEST.merge(name, next, (a, b) -> a.number() >= b.number() ? a : b);
    listeners().forEach(listener -> listener.deployed(next));
  }

  /** Something that cannot be believed. */
  void fail() {
    listeners().forEach(listener -> listener.failed("a record", "nobody signed it"));
  }
}
