package io.offerflow.pipeline.job;

import io.offerflow.workspace.Workspace;
import java.io.Serializable;
import java.util.Objects;

/**
 * What a job decides by.
 *
 * @param first what it is made for and begins with
 * @param feed where it hears of what comes after
 */
public record JobRules(Deployment first, RulesFeed feed) implements Serializable {
  private static final long serialVersionUID = 1L;

  public JobRules {
    Objects.requireNonNull(first);
    Objects.requireNonNull(feed);
  }

  /** Rules that never change while the job runs. */
  public static JobRules fixed(WorkspaceFiles files) {
    return new JobRules(Deployment.of(files), RulesFeed.NONE);
  }

  /** What the job is made for: the topics that it reads, and its clock. */
  public Workspace workspace() {
    return first.files().workspace();
  }

  /** Whether others may come. */
  boolean live() {
    return !feed.name().isEmpty();
  }
}
