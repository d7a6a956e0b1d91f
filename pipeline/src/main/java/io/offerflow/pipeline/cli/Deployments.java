package io.offerflow.pipeline.cli;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.OvertakenException;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What was deployed so far, as a command found it.
 *
 * @param history read once; what was chosen by it is written only if nobody was quicker
 */
record Deployments(BundleTopic topic, BundleHistory history) {
  /** So many activations can be gone back to. */
  private static final int KEPT = 100;

  /** What is in force; stops where nothing is. */
  Activation current() {
    return history
        .inForce()
        .orElseThrow(() -> Stop.input("nothing is deployed yet; `offerflow deploy` does that"));
  }

  /** The content of what is in force or was; stops where it is not there any more. */
  PublishedBundle content(String version) {
    return history
        .bundle(version)
        .orElseThrow(
            () -> Stop.input("the files of bundle " + shortened(version) + " are not there"));
  }

  /** The campaigns of what is in force. */
  RunningCampaigns campaigns() {
    return new RunningCampaigns(content(current().version()));
  }

  /** What runs by that activation; null where the files or their meaning are not known here. */
  Workspace running(Activation inForce) {
    return history.bundle(inForce.version()).map(Deployments::read).orElse(null);
  }

  /** Null when today's Offerflow does not understand it. */
  static Workspace read(PublishedBundle bundle) {
    return WorkspaceReader.read(bundle.files()).workspace();
  }

  /** Publishes content, unless it is there. */
  void publish(Map<String, byte[]> files, String version, String author) throws IOException {
    if (history.bundle(version).isEmpty()) {
      String parent = history.inForce().map(Activation::version).orElse(null);
      topic.append(PublishedBundle.of(files, author, Instant.now(), parent));
    }
  }

  /** Puts something into force, with the next number. */
  Activation activate(
      String version, SortedSet<String> paused, String author, Activation.Reason reason)
      throws IOException {
    return activate(version, paused, author, reason, 0, false);
  }

  /**
   * Puts something into force, and clears away what is too old to be gone back to.
   *
   * @param after a number that a job is at, though it stands here no more; 0 for none
   * @param backfill whether new and changed features are filled
   */
  Activation activate(
      String version,
      SortedSet<String> paused,
      String author,
      Activation.Reason reason,
      long after,
      boolean backfill)
      throws IOException {
    long parent = Math.max(after, history.inForce().map(Activation::number).orElse(0L));
    Activation next =
        new Activation(
            parent + 1, version, paused, author, Instant.now(), parent, reason, backfill);
    try {
      topic.append(next, history);
    } catch (OvertakenException e) {
      throw Stop.outside(
          e.getMessage() + ", so that yours does not hold; look with `offerflow bundles`", null);
    }
    topic.clear(history, KEPT);
    return next;
  }

  /** Campaigns that are paused by command. */
  SortedSet<String> paused() {
    Optional<Activation> inForce = history.inForce();
    return inForce.isPresent() ? inForce.get().paused() : Collections.emptySortedSet();
  }

  /** As people tell versions apart. */
  static String shortened(String version) {
    return version.length() <= 12 ? version : version.substring(0, 12);
  }
}
