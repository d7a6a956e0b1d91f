package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over what two sides who share a key say to each other. */
final class Seal {
  static final String TIMESTAMP = "offerflow-timestamp";
  static final String SIGNATURE = "offerflow-signature";
  static final String VERSION = "v1=";

  private final SecretKeySpec key;

  Seal(Secret secret) {
    this.key = new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** Over {@code timestamp.body}, the timestamp in whole seconds since 1970. */
  String ofBody(String timestamp, byte[] body) {
    Mac mac = mac();
    mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    return VERSION + HexFormat.of().formatHex(mac.doFinal(body));
  }

  /** Over a word of ours that comes back to us in an address. */
  String ofText(String text) {
    return HexFormat.of().formatHex(mac().doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Whether they are the same, in a time that tells nothing of where they differ. */
  static boolean same(String expected, String said) {
    return said != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8));
  }
}
