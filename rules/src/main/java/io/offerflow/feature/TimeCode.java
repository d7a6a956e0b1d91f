package io.offerflow.feature;

import io.offerflow.blob.BlobReader;

/**
 * How a store writes its times: from the newest to the oldest, in the coarsest unit that is exact
 * for all of them, so that feeds of whole seconds or days take fewer bytes.
 */
final class TimeCode {
  /** 2020-01-01T00:00Z: near the times of events, and a multiple of all units. */
  static final long EPOCH = 1_577_836_800_000L;

  private static final long[] UNITS = {1, 1_000, 60_000, 86_400_000};
  private static final int UNIT_BITS = 2;

  /** A head takes this many bits. */
  static final int HEAD_BITS = 6;

  private TimeCode() {}

  /** The code of the coarsest unit, not above {@code most}, that this time is a multiple of. */
  static int coarsest(long time, int most) {
    int code = most;
    while (code > 0 && time % UNITS[code] != 0) {
      code--;
    }
    return code;
  }

  static int coarsest() {
    return UNITS.length - 1;
  }

  static long unit(int head) {
    return UNITS[unitCode(head)];
  }

  static int flags(int head) {
    return (head & 0xFF) >>> UNIT_BITS;
  }

  /** Milliseconds in units of that code, which they are a multiple of. */
  static long inUnits(long millis, int unitCode) {
    // Constants, because a division by a variable takes several times as long.
    return switch (unitCode) {
      case 0 -> millis;
      case 1 -> millis / 1_000;
      case 2 -> millis / 60_000;
      default -> millis / 86_400_000;
    };
  }

  /** The code of the unit that a head was written with. */
  static int unitCode(int head) {
    return head & (1 << UNIT_BITS) - 1;
  }

  /** The head of a store: the unit, and flags of its own in the bits that it leaves. */
  static int head(int flags, int unitCode) {
    return flags << UNIT_BITS | unitCode;
  }

  /** Reads the newest time as states of version 1 hold it, after the byte {@code head}. */
  static long readNewest(BlobReader in, int head) {
    return EPOCH + in.signed() * unit(head);
  }
}
