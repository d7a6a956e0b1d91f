package io.offerflow.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Addresses as numbers, so that none stands where it need not. The same telephone number written
 * with a plus, with zeros before it, or with spaces is one address; anything else is taken as it
 * is.
 */
final class Addresses {
  private Addresses() {}

  /** Whom an address belongs to, within an account. */
  static long hash(String account, String address) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(account.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return ByteBuffer.wrap(digest.digest(plain(address).getBytes(StandardCharsets.UTF_8)))
          .getLong();
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String plain(String address) {
    if (!address.matches("\\+?[0-9 ()./-]+")) {
      return address;
    }
    return address.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
  }
}
