package io.offerflow.learning;

import io.offerflow.blob.Fingerprint;
import java.util.HexFormat;

/**
 * Names of versions: the number, and a hash over the arms in which their order plays no part, so
 * that a learner keeps it up to date with each lesson instead of counting all arms again.
 */
final class Versions {
  private static final long ODD = 0x9e3779b97f4a7c15L;

  private Versions() {}

  static String text(long number, long hash) {
    return number + "-" + HexFormat.of().toHexDigits(hash);
  }

  /** An arm's part of the hash; the parts are added up. */
  static long hash(Arm arm, Counts counts) {
    long hash = Fingerprint.of(arm.offer(), arm.channel(), arm.context());
    hash = SplitMix.mix(hash + ODD + Double.doubleToLongBits(counts.contacts()));
    hash = SplitMix.mix(hash + ODD + Double.doubleToLongBits(counts.accepted()));
    return SplitMix.mix(hash + ODD + counts.asOf());
  }
}
