package io.offerflow.pipeline.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The example that some commands run, from the checkout that they were started from. */
final class Example {
  private Example() {}

  static Path telecom() {
    String home = System.getenv("OFFERFLOW_HOME");
    Path root = Path.of(home == null ? "" : home).toAbsolutePath();
    while (root != null && !Files.isDirectory(root.resolve("rules/examples/telecom"))) {
      root = root.getParent();
    }
    if (root == null) {
      throw Stop.outside(
          "the example rules/examples/telecom is not there; start this with ./offerflow from"
              + " its checkout, or set OFFERFLOW_HOME to it",
          null);
    }
    return root.resolve("rules/examples/telecom");
  }
}
