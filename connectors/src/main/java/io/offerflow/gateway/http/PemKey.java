package io.offerflow.gateway.http;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Private keys as services hand them out: PKCS #8 in PEM. */
final class PemKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private PemKey() {}

  /**
   * Reads a key.
   *
   * @param kind {@code RSA} or {@code EC}
   * @throws InvalidKeySpecException without a word of what was read
   */
  static PrivateKey read(String pem, String kind) throws GeneralSecurityException {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new InvalidKeySpecException("it does not hold `" + BEGIN + "`");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new InvalidKeySpecException("it holds no private key for " + kind);
    }
  }
}
