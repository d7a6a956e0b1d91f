package io.offerflow.pipeline.job;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The customers whose decisions for nothing are recorded: a share of all, the same ones for ever,
 * so that what is recorded of one of them is complete.
 *
 * @param share from 0 to 1
 */
record NoneSample(double share) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SALT = "record none/";

  static NoneSample of(BigDecimal share) {
    return new NoneSample(share.doubleValue());
  }

  boolean has(String customer) {
    return share >= 1 || share > 0 && position(customer) < share;
  }

  /** Where in [0, 1) a customer stands: FNV-1a over the characters, mixed by murmur's finalizer. */
  private static double position(String customer) {
    long hash = update(0xcbf29ce484222325L, SALT);
    hash = update(hash, customer);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1.0p-53;
  }

  private static long update(long hash, String text) {
    long next = hash;
    for (int i = 0; i < text.length(); i++) {
      next = (next ^ text.charAt(i)) * 0x100000001b3L;
    }
    return next;
  }
}
