package io.offerflow.pipeline.cli;

import io.offerflow.workspace.Settings;
import io.offerflow.workspace.Workspace;
import java.util.List;

/** The channels of a workspace, as topics. */
final class Channels {
  private Channels() {}

  /** Those that offers are pushed to, in order of the file. */
  static List<String> pushed(Workspace workspace) {
    return workspace.settings().channels().values().stream()
        .filter(channel -> !channel.inbound())
        .map(Settings.Channel::name)
        .toList();
  }
}
