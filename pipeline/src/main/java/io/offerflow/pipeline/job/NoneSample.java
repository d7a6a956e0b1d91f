package io.offerflow.pipeline.job;

import io.offerflow.blob.Fingerprint;
import java.math.BigDecimal;

/**
 * The customers whose decisions for nothing are recorded: a share of all, the same ones for ever,
 * so that what is recorded of one of them is complete.
 *
 * @param share from 0 to 1
 */
record NoneSample(double share) {
  private static final String SALT = "record none";

  static NoneSample of(BigDecimal share) {
    return new NoneSample(share.doubleValue());
  }

  boolean has(String customer) {
    return share >= 1 || share > 0 && position(customer) < share;
  }

  /** Where in [0, 1) a customer stands. */
  private static double position(String customer) {
    return (Fingerprint.of(SALT, customer) >>> 11) * 0x1.0p-53;
  }
}
