package io.offerflow.pipeline.cli;

import java.nio.file.Path;

/** The file that log4j2.xml writes to; messages to the user name it. */
final class LogFile {
  private static final String PROPERTY = "offerflow.log";

  private LogFile() {}

  /** Settles the file of this process, before the first logger is asked for. */
  static void choose() {
    System.setProperty(PROPERTY, path().toString());
  }

  /** Where the details of what went wrong are found. */
  static Path path() {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return Path.of(chosen);
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "offerflow-" + System.getProperty("user.name") + ".log");
  }
}
