package io.offerflow.policy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which of {@value #COUNT} equal shares a customer falls into: the same one for ever (contract
 * 4.9). The first eight bytes of SHA-256 over salt, a zero byte and customer, in UTF-8, taken as an
 * unsigned number with the highest byte first, modulo {@value #COUNT}.
 */
final class Bucket {
  static final int COUNT = 10_000;

  private Bucket() {}

  /** 0 to 9999. */
  static int of(String salt, String customer) {
    MessageDigest digest = sha256();
    digest.update(salt.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    byte[] hash = digest.digest(customer.getBytes(StandardCharsets.UTF_8));
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), COUNT);
  }

  /** How many buckets a share from 0 to 1 takes up. */
  static int count(BigDecimal share) {
    return share.movePointRight(4).intValueExact();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
