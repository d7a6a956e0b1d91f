package io.offerflow.change;

import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job settles when it starts: which topics it reads and how it makes events of their
 * records, before anybody knows whose they are.
 */
final class Restart {
  private Restart() {}

  static List<String> between(Workspace before, Workspace after) {
    List<String> sentences = new ArrayList<>();
    Part feeds = Part.of("feeds", topics(before), topics(after), Keys::differing);
    feeds.added().forEach(name -> sentences.add("feed " + name + " reads a topic and is new"));
    feeds.removed().forEach(name -> sentences.add("feed " + name + " read a topic and is gone"));
    feeds
        .changed()
        .forEach(
            (name, keys) -> sentences.add("feed " + name + " changes: " + String.join(", ", keys)));
    if (!Alike.same(before.schema(), after.schema())) {
      sentences.add("schema.yaml changes");
    }
    for (String key : Keys.differing(before.settings(), after.settings())) {
      if (List.of("disorder", "ahead", "channels").contains(key)) {
        sentences.add("`" + key + "` in workspace.yaml changes");
      }
    }
    return sentences;
  }

  /** Feeds for files alone are nothing to a job. */
  private static Map<String, Feed> topics(Workspace workspace) {
    Map<String, Feed> feeds = new LinkedHashMap<>(workspace.feeds());
    feeds.values().removeIf(feed -> feed.topic() == null);
    return feeds;
  }
}
