package io.offerflow.change;

import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job settles when it starts: which topics it reads and how far its clock stays behind. All
 * else a running job takes over between two events.
 */
public final class Restart {
  private Restart() {}

  /**
   * What a job that was started with one workspace would have to be started anew for.
   *
   * @return in sentences; empty when it need not be
   */
  public static List<String> between(Workspace before, Workspace after) {
    List<String> sentences = new ArrayList<>();
    Part feeds = Part.of("feeds", topics(before), topics(after), Restart::otherTopic);
    feeds.added().forEach(name -> sentences.add("feed " + name + " reads a topic and is new"));
    feeds.removed().forEach(name -> sentences.add("feed " + name + " read a topic and is gone"));
    feeds.changed().keySet().forEach(name -> sentences.add("feed " + name + " changes: topic"));
    if (before.settings().disorderMillis() != after.settings().disorderMillis()) {
      sentences.add("`disorder` in workspace.yaml changes");
    }
    return sentences;
  }

  private static List<String> otherTopic(Feed before, Feed after) {
    return before.topic().equals(after.topic()) ? List.of() : List.of("topic");
  }

  /** Feeds for files alone are nothing to a job. */
  private static Map<String, Feed> topics(Workspace workspace) {
    Map<String, Feed> feeds = new LinkedHashMap<>(workspace.feeds());
    feeds.values().removeIf(feed -> feed.topic() == null);
    return feeds;
  }
}
