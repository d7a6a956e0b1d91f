package io.offerflow.gateway.carrier;

import io.offerflow.workspace.ConfigSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A secret, which never stands in a file of settings: that says only where it is, {@code file:PATH}
 * or {@code env:NAME}. Prints as {@code ***}.
 */
public final class Secret {
  private static final String FILE = "file:";
  private static final String ENV = "env:";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** One that is known already. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** Null when the key is absent, or when there is a problem with it. */
  public static Secret read(ConfigSection section, String key) {
    String reference = section.text(key);
    return reference == null ? null : resolve(section, key, reference);
  }

  /** As {@link #read}, and a problem when the key is absent. */
  public static Secret require(ConfigSection section, String key) {
    String reference = section.require(key, "`" + key + ": file:PATH` or `" + key + ": env:NAME`");
    return reference == null ? null : resolve(section, key, reference);
  }

  private static Secret resolve(ConfigSection section, String key, String reference) {
    if (reference.startsWith(FILE)) {
      String path = reference.substring(FILE.length());
      try {
        return new Secret(Files.readString(Path.of(path)).strip());
      } catch (IOException | RuntimeException unreadable) {
        section.error(key, "the file " + path + " with the secret cannot be read");
        return null;
      }
    }
    if (reference.startsWith(ENV)) {
      String name = reference.substring(ENV.length());
      String value = System.getenv(name);
      if (value == null) {
        section.error(key, "the environment has no " + name + ", which should hold the secret");
      }
      return value == null ? null : new Secret(value);
    }
    section.error(
        key, "a secret does not stand in this file: write `file:PATH` or `env:NAME`, where it is");
    return null;
  }

  /** For the other side alone. */
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
