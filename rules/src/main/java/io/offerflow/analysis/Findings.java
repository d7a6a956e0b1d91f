package io.offerflow.analysis;

import io.offerflow.workspace.Places;
import io.offerflow.workspace.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Collects warnings, each with its place. */
final class Findings {
  static final String FEATURES = "features.yaml";
  static final String OFFERS = "offers.yaml";
  static final String POLICY = "policy.yaml";

  private final TreeSet<Problem> found = new TreeSet<>();
  private final Places places;

  Findings(Map<String, byte[]> files) {
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

  List<Problem> sorted() {
    return List.copyOf(found);
  }
}
