package io.offerflow.bundle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to run from now on. The greatest number is in force; of two with the same number the one
 * that was written first.
 *
 * @param number from 1, growing by one
 * @param version of the bundle
 * @param paused campaigns that are paused by command, beside those whose file says so
 * @param author who did it; a person, so it reaches no log
 * @param time to the millisecond
 * @param parent the number that was in force before; 0 for none
 * @param backfill whether new and changed features are to be filled from the events still in Kafka
 */
public record Activation(
    long number,
    String version,
    SortedSet<String> paused,
    String author,
    Instant time,
    long parent,
    Reason reason,
    boolean backfill) {

  /** Which command brought it about. */
  public enum Reason {
    DEPLOY,
    ROLLBACK,
    PAUSE,
    RESUME;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Activation {
    if (number < 1 || parent < 0 || parent >= number) {
      throw new IllegalArgumentException("activation " + number + " after " + parent);
    }
    Objects.requireNonNull(version);
    Objects.requireNonNull(author);
    Objects.requireNonNull(reason);
    paused = Collections.unmodifiableSortedSet(new TreeSet<>(paused));
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * What decisions name as their bundle: the version, and where campaigns are paused by command
   * eight digits more that stand for which.
   */
  public String bundleName() {
    return bundleName(version, paused);
  }

  /** That of any version while those campaigns are paused by command. */
  public static String bundleName(String version, SortedSet<String> paused) {
    return paused.isEmpty() ? version : version + "+" + digits(paused);
  }

  private static String digits(SortedSet<String> campaigns) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      campaigns.forEach(id -> digest.update((id + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 4);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
