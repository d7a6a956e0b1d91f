package io.offerflow.pipeline.cli;

import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Settings;
import io.offerflow.workspace.Workspace;
import java.util.List;
import java.util.Objects;

/** What a workspace says of topics. */
final class TopicNames {
  private TopicNames() {}

  /** The channels that offers are pushed to, in order of the file. */
  static List<String> pushed(Workspace workspace) {
    return workspace.settings().channels().values().stream()
        .filter(channel -> !channel.inbound())
        .map(Settings.Channel::name)
        .toList();
  }

  /** The foreign topics that its feeds read. */
  static List<String> foreign(Workspace workspace) {
    return workspace.feeds().values().stream()
        .map(Feed::topic)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
