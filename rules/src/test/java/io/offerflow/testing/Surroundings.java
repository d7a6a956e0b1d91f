package io.offerflow.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find what lies in the repository and beside it. */
public final class Surroundings {
  private Surroundings() {}

  /** That path below the nearest folder, from the working one upwards, that has it; or null. */
  public static Path find(String relative) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(relative))) {
        return at.resolve(relative);
      }
    }
    return null;
  }

  /** A real file that nobody of this project wrote, or null where the folder is absent. */
  public static Path sharedData(String file) {
    return find("shared/data/" + file);
  }

  /** An example workspace of this repository. */
  public static Path example(String name) {
    return find("rules/examples/" + name);
  }
}
