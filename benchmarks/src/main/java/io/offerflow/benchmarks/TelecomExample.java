package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The example workspace that figures are quoted for: {@code rules/examples/telecom}. */
final class TelecomExample {
  private TelecomExample() {}

  static Path folder() {
    Path above = Path.of("").toAbsolutePath();
    while (above != null) {
      Path folder = above.resolve("rules/examples/telecom");
      if (Files.isDirectory(folder)) {
        return folder;
      }
      above = above.getParent();
    }
    throw new IllegalStateException("start this within the repository: no rules/examples/telecom");
  }

  /** By path relative to the folder, with forward slashes. */
  static Map<String, byte[]> files() {
    return WorkspaceReader.read(folder()).files();
  }

  static Workspace workspace() {
    WorkspaceReader.Result result = WorkspaceReader.read(folder());
    if (result.workspace() == null) {
      throw new IllegalStateException(result.problems().get(0).toString());
    }
    return result.workspace();
  }

  /** Compiled once in a process, which takes seconds. */
  static Bundle bundle() {
    return Compiled.BUNDLE;
  }

  private static final class Compiled {
    static final Bundle BUNDLE = Bundle.of(workspace());
  }
}
