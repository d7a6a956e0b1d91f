package io.offerflow.pipeline.job;

import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * A workspace on its way to the task managers: its files as they are, because a bundle holds
 * compiled classes that no other process could read. Each JVM reads and compiles them once.
 */
public final class WorkspaceFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, byte[]> files;
  private final String version;
  private transient Workspace workspace;

  WorkspaceFiles(Map<String, byte[]> files, Workspace workspace) {
    this(files, workspace.version());
    this.workspace = workspace;
  }

  private WorkspaceFiles(Map<String, byte[]> files, String version) {
    this.files = new HashMap<>(files);
    this.version = version;
  }

  /** Files that are read when they are first needed; {@link #workspace} tells if they are wrong. */
  static WorkspaceFiles unread(Map<String, byte[]> files, String version) {
    return new WorkspaceFiles(files, version);
  }

  /**
   * Takes the files of a workspace that has been checked.
   *
   * @param files by path relative to the folder, with forward slashes
   * @throws IllegalArgumentException with the first problem when it is not valid after all
   */
  public static WorkspaceFiles of(Map<String, byte[]> files) {
    return new WorkspaceFiles(files, read(files));
  }

  public String version() {
    return version;
  }

  /** By path relative to the folder; not to be changed. */
  Map<String, byte[]> contents() {
    return files;
  }

  /**
   * What the files say.
   *
   * @throws IllegalArgumentException with the first problem when they are no valid workspace
   */
  public synchronized Workspace workspace() {
    if (workspace == null) {
      workspace = read(files);
    }
    return workspace;
  }

  /** Whether {@link #workspace} answers at once; for tests. */
  synchronized boolean isRead() {
    return workspace != null;
  }

  private static Workspace read(Map<String, byte[]> files) {
    WorkspaceReader.Result result = WorkspaceReader.read(files);
    if (result.workspace() == null) {
      throw new IllegalArgumentException(result.problems().get(0).toString());
    }
    return result.workspace();
  }
}
