package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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
  static Map<String, byte[]> files() throws IOException {
    Path folder = folder();
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.filter(Files::isRegularFile).toList();
    }
    Map<String, byte[]> files = new TreeMap<>();
    for (Path path : paths) {
      String name = folder.relativize(path).toString().replace(File.separatorChar, '/');
      files.put(name, Files.readAllBytes(path));
    }
    return files;
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
