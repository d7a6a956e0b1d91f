package io.offerflow.analysis;

import io.offerflow.workspace.Places;
import io.offerflow.workspace.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects warnings, each with its place. */
final class Findings {
  static final String FEATURES = "features.yaml";
  static final String OFFERS = "offers.yaml";
  static final String POLICY = "policy.yaml";
  private static final Set<String> FOLDERS = Set.of("campaigns", "tables");

  private final TreeSet<Problem> found = new TreeSet<>();
  private final Map<String, byte[]> files;
  private final Places places;

  Findings(Map<String, byte[]> files) {
    this.files = files;
    this.places = new Places(files);
  }

  /**
   * @param path of the value in the file, as {@link Places#of} takes it
   */
  void warn(String message, String file, Object... path) {
    found.add(places.warning(message, file, path));
  }

  int line(String file, Object... path) {
    return places.of(file, path).line();
  }

  /**
   * The files that can speak of offers and features: campaigns, offers, policy, tables. What rule
   * files speak of, their campaigns know.
   */
  List<String> speaking() {
    return files.keySet().stream()
        .filter(
            file -> file.equals(OFFERS) || file.equals(POLICY) || FOLDERS.contains(folder(file)))
        .toList();
  }

  private static String folder(String file) {
    int slash = file.indexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }

  /** What stands in a file, without comments where it is YAML. */
  List<String> texts(String file) {
    byte[] bytes = files.get(file);
    return bytes == null || file.endsWith(".yaml")
        ? places.texts(file)
        : new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }

  List<Problem> sorted() {
    return List.copyOf(found);
  }
}
