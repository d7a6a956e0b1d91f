package io.offerflow.decision;

import io.offerflow.workspace.Workspace;

/** A workspace, compiled for deciding. Immutable; one is shared by all deciders. */
public final class Bundle {
  private final Workspace workspace;

  private Bundle(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Compiles the campaigns; takes seconds, most of them in Drools. */
  public static Bundle of(Workspace workspace) {
    return new Bundle(workspace);
  }

  /** The Drools rules that a workspace's campaigns become, as text; compiles nothing. */
  public static String drl(Workspace workspace) {
    throw new UnsupportedOperationException("being written");
  }

  public Workspace workspace() {
    return workspace;
  }

  public String version() {
    return workspace.version();
  }
}
