package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The example workspace that figures are quoted for: {@code rules/examples/telecom}. */
final class TelecomExample {
  private static final String CAMPAIGNS = "campaigns/";

  /** The first that stay where there are to be fewer than its own: they need none of the others. */
  private static final List<String> FIRST =
      List.of(
          "open-complaint",
          "airport-taxi",
          "dropped-calls",
          "heavy-data",
          "topup-bonus",
          "shop-visit",
          "venue",
          "upgrade-to-5g",
          "bill-shock",
          "complaint");

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

  /**
   * The example with so many campaigns. With more than its own: copies of these, each with another
   * id and one more condition that no other campaign has, so that nothing is shared that would not
   * be in real life. With fewer: without the rules in DRL and without the tests, which are of all.
   */
  static Map<String, byte[]> files(int campaigns) {
    Map<String, byte[]> files = new TreeMap<>(files());
    List<String> own = files.keySet().stream().filter(path -> path.startsWith(CAMPAIGNS)).toList();
    if (campaigns < own.size()) {
      files.keySet().removeIf(path -> path.startsWith("tests/") || path.startsWith("rules/"));
      List<String> rest = new ArrayList<>(own);
      rest.sort(Comparator.comparingInt(TelecomExample::rank));
      files.keySet().removeAll(rest.subList(campaigns, rest.size()));
      return files;
    }
    for (int i = own.size(); i < campaigns; i++) {
      String path = own.get(i % own.size());
      String copy = copy(new String(files.get(path), StandardCharsets.UTF_8), i);
      String name = path.replace(".yaml", "-copy-" + i + ".yaml");
      files.put(name, copy.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** Of a campaign's file: the lower, the longer it stays. */
  private static int rank(String path) {
    String name = path.substring(CAMPAIGNS.length()).replace(".yaml", "");
    return FIRST.contains(name) ? FIRST.indexOf(name) : FIRST.size();
  }

  private static String copy(String campaign, int number) {
    String renamed = campaign.replaceFirst("(?m)^(campaign: [a-z0-9-]+)", "$1-copy-" + number);
    String condition =
        "  - customer.monthly_fee is missing or customer.monthly_fee != " + (1000 + number) + "\n";
    return renamed.contains("\nif:\n")
        ? renamed.replaceFirst("\nif:\n", "\nif:\n" + condition)
        : renamed.stripTrailing() + "\nif:\n" + condition;
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
