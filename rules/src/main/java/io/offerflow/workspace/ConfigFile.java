package io.offerflow.workspace;

import java.util.List;

/**
 * A file of settings that is no part of a workspace, read with a workspace's habits: YAML 1.2,
 * every problem with its place, no key ever ignored.
 */
public final class ConfigFile {
  private final String name;
  private final Yaml root;
  private final Problems problems = new Problems();

  private ConfigFile(String name, byte[] bytes) {
    this.name = name;
    this.root = YamlFile.read(name, bytes, problems);
  }

  /**
   * Parses the file; what is wrong with it is among {@link #problems}.
   *
   * @param name of the file, as problems are to show it
   */
  public static ConfigFile read(String name, byte[] bytes) {
    return new ConfigFile(name, bytes);
  }

  /**
   * The mapping that the whole file is, or null, with a problem, when it is none.
   *
   * @param example of how it begins, in backticks
   */
  public ConfigSection root(String example) {
    Sheet sheet = new Sheet(name, problems);
    if (root == null && problems.failed()) {
      return null;
    }
    if (root == null) {
      problems.error(name, "the file is empty: write " + example);
      return null;
    }
    Section section = Section.of(sheet, root, name, example);
    return section == null ? null : new ConfigSection(section, "");
  }

  /** Whether anything is wrong so far. */
  public boolean failed() {
    return problems.failed();
  }

  /** What is wrong so far, by place. */
  public List<Problem> problems() {
    return problems.sorted();
  }
}
